package dev.lanewise.engine.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Recognizes what people end up with in place of weights. */
final class ForeignFormat {
  private static final int SNIFFED_BYTES = 512;

  private ForeignFormat() {}

  /** What a file seems to be that isn't a valid safetensors file, as the end of a sentence. */
  static Optional<String> describe(MemorySegment file) {
    byte[] head =
        file.asSlice(0, Math.min(SNIFFED_BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    // A length below 2^32 and an object behind it: broken, but nothing else. Without looking at
    // this
    // the length's low bytes could be the magic number of any format.
    if (text.startsWith("\0\0\0\0{", Integer.BYTES)) {
      return Optional.empty();
    }
    if (text.startsWith("version https://git-lfs")) {
      return Optional.of(
          "it is a Git LFS pointer; the weights themselves were not downloaded (git lfs pull)");
    }
    if (text.startsWith("PK\3\4")) {
      return Optional.of("it is a zip archive, perhaps a PyTorch checkpoint");
    }
    if (text.length() > 1 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5) {
      return Optional.of("it is a Python pickle, perhaps an old PyTorch checkpoint");
    }
    if (text.startsWith("GGUF")) {
      return Optional.of("it is a GGUF file");
    }
    if (text.startsWith("\u001f\u008b")) {
      return Optional.of("it is compressed with gzip");
    }
    if (text.startsWith("\u0089HDF")) {
      return Optional.of("it is an HDF5 file, perhaps TensorFlow weights");
    }
    if (text.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    String markup = text.stripLeading().toLowerCase(Locale.ROOT);
    if (markup.startsWith("<!doctype html") || markup.startsWith("<html")) {
      return Optional.of("it is a web page, perhaps an error or a login page");
    }
    if (markup.startsWith("{") || markup.startsWith("<")) {
      return Optional.of("it is text, perhaps the error message of a server");
    }
    return Optional.empty();
  }
}
