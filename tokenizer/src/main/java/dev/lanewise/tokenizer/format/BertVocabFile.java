package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonException;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import dev.lanewise.tokenizer.subword.WordPieceDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code vocab.txt}, one token a line, with the settings of {@code tokenizer_config.json}:
 * the form of BERT tokenizers before {@code tokenizer.json}.
 */
final class BertVocabFile {
  /** The Python classes that are BERT's tokenizer under another name. */
  private static final Set<String> CLASSES =
      Set.of("BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer");

  private static final String PREFIX = "##";
  private static final int MAX_CHARS_PER_WORD = 100;

  private BertVocabFile() {}

  static TokenizerParts read(Path file, TokenizerConfig config) {
    String tokenizerClass = config.tokenizerClass().orElse("BertTokenizer");
    if (!CLASSES.contains(tokenizerClass)) {
      throw error(file, "a vocab.txt for the tokenizer " + tokenizerClass + " is not supported");
    }
    if (!config.flag("do_basic_tokenize").orElse(true)) {
      throw error(file, "\"do_basic_tokenize\": false of tokenizer_config.json is not supported");
    }
    Path added = file.resolveSibling("added_tokens.json");
    if (Files.exists(added)) {
      throw error(added, "is supported only as part of a tokenizer.json");
    }
    Vocabulary vocabulary = new Vocabulary(ids(file));
    String unknown = config.specialToken("unk_token", "[UNK]");
    String cls = config.specialToken("cls_token", "[CLS]");
    String sep = config.specialToken("sep_token", "[SEP]");
    boolean lowercase = config.flag("do_lower_case").orElse(true);
    required(vocabulary, unknown, file);
    return new TokenizerParts(
        specialTokens(
            vocabulary,
            List.of(
                unknown,
                sep,
                config.specialToken("pad_token", "[PAD]"),
                cls,
                config.specialToken("mask_token", "[MASK]"))),
        new BertNormalizer(
            true,
            config.flag("tokenize_chinese_chars").orElse(true),
            config.flag("strip_accents").orElse(lowercase),
            lowercase),
        new BertPreTokenizer(),
        new WordPiece(vocabulary, unknown, PREFIX, MAX_CHARS_PER_WORD),
        vocabulary,
        TemplateJson.bert(required(vocabulary, cls, file), required(vocabulary, sep, file)),
        new WordPieceDecoder(PREFIX, true),
        config.modelMaxLength(),
        List.of());
  }

  /**
   * The line number of each token; where a token stands twice the last line counts.
   *
   * <p>Lines end as Python's text files do. Blank lines count, or every id after them would shift;
   * other characters that Unicode takes for line breaks are part of a token.
   */
  private static Map<String, Integer> ids(Path file) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
    } catch (CharacterCodingException e) {
      throw error(file, "is not valid UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read: " + e.getMessage(), e);
    }
    if (text.startsWith("\uFEFF")) {
      throw error(file, "begins with a byte order mark, which would become part of a token");
    }
    String[] lines = text.split("\r\n|\r|\n", -1);
    boolean endsWithLineBreak = lines[lines.length - 1].isEmpty();
    int count = endsWithLineBreak ? lines.length - 1 : lines.length;
    Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(count);
    for (int id = 0; id < count; id++) {
      ids.put(lines[id], id);
    }
    return ids;
  }

  private static List<AddedToken> specialTokens(Vocabulary vocabulary, List<String> names) {
    List<AddedToken> tokens = new ArrayList<>();
    for (String name : names) {
      vocabulary
          .id(name)
          .ifPresent(id -> tokens.add(new AddedToken(id, name, false, false, false, false, true)));
    }
    return tokens;
  }

  private static int required(Vocabulary vocabulary, String token, Path file) {
    return vocabulary.id(token).orElseThrow(() -> error(file, "lacks the token " + token));
  }

  private static JsonException error(Path file, String problem) {
    return new JsonException(file.toString(), "vocabulary", problem);
  }
}
