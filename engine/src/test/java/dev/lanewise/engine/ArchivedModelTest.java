package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.TokenizerFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in zip archives, in jars and on the class path give the vectors of their folders. */
@Tag("once")
class ArchivedModelTest {
  private static final String TEXT = "What is PVC?";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "minilm, true, ''",
    "minilm, false, ''",
    "f16-shards, true, ''",
    "t5, true, some/folder/",
    "text2vec, false, text2vec/",
    "mpnet, true, META-INF/lanewise/mpnet/"
  })
  void archivesGiveTheVectorsOfTheirFolders(String model, boolean stored, String inside)
      throws IOException {
    Path zip = archive(model, inside, stored, folder.resolve("model.zip"));
    assertSame(model, SentenceEncoder.open(zip));
    Tokenizer tokenizer = Tokenizer.load(zip);
    assertArrayEquals(
        Tokenizer.load(Golden.folder(model)).encode(TEXT).ids(), tokenizer.encode(TEXT).ids());
    assertEquals(ModelKind.SENTENCE_ENCODER, ModelKind.of(zip));
  }

  @Test
  void headsAreReadFromArchivesToo() throws IOException {
    Path root = Golden.resource("/heads");
    List<Path> models;
    try (Stream<Path> folders = Files.list(root)) {
      models = folders.filter(Files::isDirectory).sorted().toList();
    }
    int opened = 0;
    for (Path model : models) {
      Path zip = archive(model, "", true, folder.resolve(model.getFileName() + ".zip"));
      ModelKind kind = ModelKind.of(zip);
      assertEquals(ModelKind.of(model), kind);
      if (kind == ModelKind.CROSS_ENCODER) {
        try (CrossEncoder archived = CrossEncoder.open(zip);
            CrossEncoder expected = CrossEncoder.open(model)) {
          List<TextPair> pairs = List.of(new TextPair(TEXT, "a plastic"));
          assertArrayEquals(
              expected.score(pairs).getFirst().scores(), archived.score(pairs).getFirst().scores());
          opened++;
        }
      } else if (kind == ModelKind.MASKED_LANGUAGE_MODEL) {
        try (MaskedLanguageModel archived = MaskedLanguageModel.open(zip);
            MaskedLanguageModel expected = MaskedLanguageModel.open(model)) {
          String masked = "PVC is " + expected.maskToken();
          assertEquals(expected.fill(masked, 3), archived.fill(masked, 3));
          opened++;
        }
      }
    }
    assertTrue(opened > 1, () -> "too few models with heads: " + models);
  }

  @Test
  void allThreeOutputsAreReadFromArchivesToo() throws IOException {
    Path model = Golden.resource("/hybrid");
    Path zip = archive(model, "", true, folder.resolve("hybrid.zip"));
    assertTrue(HybridEncoder.isOne(zip));
    try (HybridEncoder archived = HybridEncoder.open(zip);
        HybridEncoder expected = HybridEncoder.open(model)) {
      assertEquals(
          expected.encode(TEXT).score(expected.encode("PVC"), HybridWeights.EQUAL),
          archived.encode(TEXT).score(archived.encode("PVC"), HybridWeights.EQUAL));
    }
  }

  @Test
  void storedWeightsAreMappedWhereTheyLie() throws IOException {
    Path zip = archive("minilm", "", true, folder.resolve("model.zip"));
    try (SentenceEncoder encoder = SentenceEncoder.open(zip)) {
      assertEquals(zip, encoder.info().encoder().folder());
      // As far as the JVM knows, they are a part of the archive.
      Path maps = Path.of("/proc/self/maps");
      if (Files.exists(maps)) {
        assertTrue(Files.readString(maps).contains(zip.toString()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aJarOnTheClassPathIsOpenedByName(boolean stored) throws IOException {
    Path jar = archive("minilm", "META-INF/lanewise/minilm/", stored, folder.resolve("a b+c.jar"));
    try (URLClassLoader loader = loader(jar)) {
      assertSame("minilm", open("minilm", loader));
      assertSame("minilm", open("META-INF/lanewise/minilm", loader));
      assertFails("no such model on the class path", "other", loader);
    }
  }

  @Test
  void aFolderOnTheClassPathIsOpenedByItsPath() throws IOException {
    Path root = Files.createDirectories(folder.resolve("some classes"));
    FolderCopy.of("minilm", root, "models/mini-lm");
    try (URLClassLoader loader = loader(root)) {
      assertSame("minilm", open("models/mini-lm", loader));
    }
  }

  @Test
  void theContextClassLoaderIsAskedFirst() throws IOException {
    Path jar = archive("minilm", "META-INF/lanewise/minilm/", true, folder.resolve("model.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = loader(jar)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertSame("minilm", SentenceEncoder.openResource("minilm"));
      // What it doesn't have, our own may.
      assertSame("minilm", SentenceEncoder.openResource("golden/minilm"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void ofSeveralModelsOfANameTheFirstIsTakenWhole() throws IOException {
    Path first = archive("minilm", "m/", true, folder.resolve("first.jar"));
    Path second = archive("mpnet", "m/", true, folder.resolve("second.jar"));
    try (URLClassLoader parent = loader(second);
        URLClassLoader both = loader(first, second);
        URLClassLoader child = new URLClassLoader(urls(first), parent)) {
      assertSame("minilm", open("m", both));
      assertSame("mpnet", open("m", child));
    }
  }

  @Test
  void anyClassLoaderWillDo() throws IOException {
    for (boolean sized : new boolean[] {true, false}) {
      assertSame("minilm", open("deep/minilm", new StreamLoader(sized)));
    }
    assertFails("no such model on the class path", "deep/none", new StreamLoader(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "/x", "a:b", "a\\b", "x/"})
  void namesThatAreNoResourcesAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> SentenceEncoder.openResource(name).close());
  }

  @Test
  void damagedArchivesAreRefused() throws IOException {
    Path zip = archive("minilm", "", false, folder.resolve("model.zip"));
    byte[] bytes = Files.readAllBytes(zip);
    for (int at = 100; at < 2000; at += 100) {
      bytes[at] ^= 0x55;
    }
    Files.write(zip, bytes);
    assertThrows(ModelFormatException.class, () -> SentenceEncoder.open(zip).close());
    Files.writeString(zip, "PK\3\4 no archive");
    assertThrows(ModelFormatException.class, () -> SentenceEncoder.open(zip).close());
    assertThrows(ModelFormatException.class, () -> ModelKind.of(zip));
    assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(zip));
  }

  private static SentenceEncoder open(String name, ClassLoader loader) {
    return SentenceEncoder.openResource(name, loader, LoadOptions.DEFAULT);
  }

  private static void assertFails(String said, String name, ClassLoader loader) {
    Exception e = assertThrows(ModelFormatException.class, () -> open(name, loader).close());
    assertTrue(String.valueOf(e.getMessage()).contains(said), e::getMessage);
  }

  private static void assertSame(String model, SentenceEncoder opened) {
    try (opened;
        SentenceEncoder expected = SentenceEncoder.open(Golden.folder(model))) {
      assertArrayEquals(expected.encode(TEXT), opened.encode(TEXT));
    }
  }

  private static Path archive(String model, String inside, boolean stored, Path zip)
      throws IOException {
    return archive(Golden.folder(model), inside, stored, zip);
  }

  private static Path archive(Path model, String inside, boolean stored, Path zip)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> content = Files.walk(model)) {
      content.filter(Files::isRegularFile).forEach(files::add);
    }
    try (OutputStream bytes = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(inside + model.relativize(file));
        byte[] content = Files.readAllBytes(file);
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
      }
    }
    return zip;
  }

  private static URLClassLoader loader(Path... places) throws IOException {
    return new URLClassLoader(urls(places), null);
  }

  private static URL[] urls(Path... places) throws IOException {
    URL[] urls = new URL[places.length];
    for (int i = 0; i < places.length; i++) {
      urls[i] = places[i].toUri().toURL();
    }
    return urls;
  }

  /** Has its resources where no file system reaches them, as in a jar within a jar. */
  private static final class StreamLoader extends ClassLoader {
    private final boolean sized;

    StreamLoader(boolean sized) {
      super(null);
      this.sized = sized;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      Path file = Golden.resource("/golden").resolve(name.replaceFirst("^deep/", ""));
      if (!name.startsWith("deep/") || !Files.exists(file)) {
        return Collections.emptyEnumeration();
      }
      URLStreamHandler handler =
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new FileConnection(url, file, sized);
            }
          };
      return Collections.enumeration(List.of(URL.of(URI.create("memory:/" + name), handler)));
    }
  }

  /** Reads a file, and may not know how long it is. */
  private static final class FileConnection extends URLConnection {
    private final Path file;
    private final boolean sized;

    FileConnection(URL url, Path file, boolean sized) {
      super(url);
      this.file = file;
      this.sized = sized;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public long getContentLengthLong() {
      return sized ? file.toFile().length() : -1;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
