package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.tokenizer.decode.WordPieceDecoder;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import dev.lanewise.tokenizer.template.SpaceTrimmer;
import dev.lanewise.tokenizer.text.UnicodeTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code vocab.txt}, one token a line, with the settings of {@code tokenizer_config.json}:
 * the form of BERT's and MPNet's tokenizers before {@code tokenizer.json}.
 */
final class BertVocabFile {
  /** The Python classes that are BERT's tokenizer under another name. */
  private static final Set<String> BERT_CLASSES =
      Set.of("BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer");

  /** BERT's, with RoBERTa's special tokens and template. */
  private static final String MPNET_CLASS = "MPNetTokenizer";

  private static final Map<String, AddedToken> BERT_TOKENS =
      Map.of(
          "unk_token", SpecialTokenFiles.byDefault("[UNK]"),
          "sep_token", SpecialTokenFiles.byDefault("[SEP]"),
          "pad_token", SpecialTokenFiles.byDefault("[PAD]"),
          "cls_token", SpecialTokenFiles.byDefault("[CLS]"),
          "mask_token", SpecialTokenFiles.byDefault("[MASK]"));

  private static final Map<String, AddedToken> MPNET_TOKENS =
      Map.of(
          "bos_token", SpecialTokenFiles.byDefault("<s>"),
          "eos_token", SpecialTokenFiles.byDefault("</s>"),
          "unk_token", SpecialTokenFiles.byDefault("[UNK]"),
          "sep_token", SpecialTokenFiles.byDefault("</s>"),
          "pad_token", SpecialTokenFiles.byDefault("<pad>"),
          "cls_token", SpecialTokenFiles.byDefault("<s>"),
          "mask_token", SpecialTokenFiles.byDefault("<mask>").withLstrip());

  private static final String PREFIX = "##";
  private static final int MAX_CHARS_PER_WORD = 100;

  private BertVocabFile() {}

  static TokenizerParts read(ModelPath file, TokenizerConfig config) {
    String tokenizerClass = config.tokenizerClass().orElse("BertTokenizer");
    boolean mpnet = tokenizerClass.equals(MPNET_CLASS);
    if (!mpnet && !BERT_CLASSES.contains(tokenizerClass)) {
      throw error(file, "a vocab.txt for the tokenizer " + tokenizerClass + " is not supported");
    }
    List<String> warnings = new ArrayList<>();
    if (!config.flag("do_basic_tokenize").orElse(true)) {
      warnings.add("\"do_basic_tokenize\": false of tokenizer_config.json has no effect");
    }
    Map<String, Integer> ids = ids(file, warnings);
    SpecialTokenFiles special =
        SpecialTokenFiles.read(file.folder(), config, mpnet ? MPNET_TOKENS : BERT_TOKENS);
    String unknown = special.token("unk_token").orElse("");
    if (unknown.isEmpty() || !ids.containsKey(unknown)) {
      throw error(file, "lacks the unknown token \"" + unknown + "\"");
    }
    WordPiece model = new WordPiece(new Vocabulary(ids), unknown, PREFIX, MAX_CHARS_PER_WORD);
    List<AddedToken> addedTokens = special.number(ids);
    Vocabulary vocabulary = vocabulary(ids, file);
    int cls = required(vocabulary, special, "cls_token", file);
    int sep = required(vocabulary, special, "sep_token", file);
    boolean lowercase = config.flag("do_lower_case").orElse(true);
    return new TokenizerParts(
        addedTokens,
        new BertNormalizer(
            true,
            config.flag("tokenize_chinese_chars").orElse(true),
            config.flag("strip_accents").orElse(lowercase),
            lowercase),
        new BertPreTokenizer(),
        model,
        vocabulary,
        mpnet ? Optional.of(new SpaceTrimmer(vocabulary, false)) : Optional.empty(),
        mpnet ? TemplateJson.roberta(cls, sep) : TemplateJson.bert(cls, sep),
        new WordPieceDecoder(PREFIX, true),
        config.modelMaxLength(),
        config.truncatesLeft().orElse(false),
        warnings);
  }

  /**
   * The line number of each token.
   *
   * <p>As the reference reads them: a line ends with a line feed, and whitespace at its end is not
   * part of the token, of whatever kind (so that U+2028 alone on a line is none). Lines without a
   * token count, or every id after them would shift. A token that stands twice is refused: the
   * reference forgets one of its ids.
   */
  private static Map<String, Integer> ids(ModelPath file, List<String> warnings) {
    List<String> lines = TextFile.lines(file);
    int count = lines.size();
    Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(count);
    for (int id = 0; id < count; id++) {
      String token = withoutTrailingWhitespace(lines.get(id));
      Integer before = ids.put(token, id);
      if (token.isEmpty()) {
        warnings.add(file + ": line " + (id + 1) + " holds no token");
      } else if (before != null) {
        throw error(
            file,
            "holds the token \""
                + token
                + "\" twice, on lines "
                + (before + 1)
                + " and "
                + (id + 1));
      }
    }
    return ids;
  }

  private static String withoutTrailingWhitespace(String line) {
    int end = line.length();
    while (end > 0 && UnicodeTables.is(line.charAt(end - 1), UnicodeTables.WHITESPACE)) {
      end--;
    }
    return line.substring(0, end);
  }

  private static Vocabulary vocabulary(Map<String, Integer> ids, ModelPath file) {
    try {
      return new Vocabulary(ids);
    } catch (IllegalArgumentException e) {
      throw error(file, "with the added tokens: " + e.getMessage());
    }
  }

  private static int required(
      Vocabulary vocabulary, SpecialTokenFiles special, String role, ModelPath file) {
    String token =
        special.token(role).orElseThrow(() -> error(file, "no token is named for " + role));
    return vocabulary.id(token).orElseThrow(() -> error(file, "lacks the token \"" + token + "\""));
  }

  private static JsonException error(ModelPath file, String problem) {
    return new JsonException(file.toString(), "vocabulary", problem);
  }
}
