package dev.lanewise.weights.fakehub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server on the loopback interface that answers each connection once, with exactly the bytes that
 * it is told to: also with those that no honest server would send.
 */
public final class HttpServer implements AutoCloseable {
  /** A client may drop what it hasn't read when a connection breaks; tests count what it has. */
  private static final long READING_MILLIS = 500;

  private final ServerSocket socket;
  private final Function<Request, Reply> handler;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Starts a server at a free port. */
  public HttpServer(Function<Request, Reply> handler) {
    this.handler = handler;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Its address. */
  public String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** What it was asked, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      String[] first = line.split(" ", -1);
      Map<String, String> headers = new HashMap<>();
      for (String header = in.readLine();
          header != null && !header.isEmpty();
          header = in.readLine()) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
      Request request = new Request(first[0], first[1], headers);
      requests.add(request);
      write(connection.getOutputStream(), request, handler.apply(request));
    } catch (IOException e) {
      // The client has seen enough.
    }
  }

  private static void write(OutputStream out, Request request, Reply reply) throws IOException {
    Reply complete =
        reply.headers().containsKey("Content-Length")
                || reply.headers().containsKey("Transfer-Encoding")
            ? reply
            : reply.with("Content-Length", "" + reply.body().length);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " x\r\n");
    complete.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!request.method().equals("HEAD")) {
      out.write(reply.body(), 0, reply.sent());
    }
    out.flush();
    boolean cut = reply.sent() > 0 && reply.sent() < reply.body().length;
    pause(cut ? Math.max(reply.stallMillis(), READING_MILLIS) : reply.stallMillis());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
