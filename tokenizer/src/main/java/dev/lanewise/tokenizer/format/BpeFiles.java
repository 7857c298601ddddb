package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.decode.ByteLevelDecoder;
import dev.lanewise.tokenizer.normalize.NormalForm;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.pattern.Cl100kPattern;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.ByteLevel;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizerSequence;
import dev.lanewise.tokenizer.split.Split;
import dev.lanewise.tokenizer.subword.Bpe;
import dev.lanewise.tokenizer.subword.BpeSettings;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.SpaceTrimmer;
import dev.lanewise.tokenizer.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code vocab.json} and {@code merges.txt} with the settings of {@code
 * tokenizer_config.json}: the form of byte-level tokenizers before {@code tokenizer.json}.
 */
final class BpeFiles {
  private static final BpeSettings SETTINGS =
      new BpeSettings(Optional.empty(), false, false, false, "", "");

  /** What the Python classes differ in. */
  private enum Kind {
    ROBERTA,
    GPT2,
    QWEN2;

    static Kind of(String tokenizerClass, ModelPath merges) {
      return switch (tokenizerClass) {
        case "RobertaTokenizer", "LongformerTokenizer", "BartTokenizer" -> ROBERTA;
        case "GPT2Tokenizer" -> GPT2;
        case "Qwen2Tokenizer" -> QWEN2;
        default ->
            throw error(
                merges, "a merges.txt for the tokenizer " + tokenizerClass + " is not supported");
      };
    }

    Map<String, AddedToken> tokens() {
      AddedToken end = SpecialTokenFiles.byDefault("<|endoftext|>");
      return switch (this) {
        case ROBERTA ->
            Map.of(
                "bos_token", SpecialTokenFiles.byDefault("<s>"),
                "eos_token", SpecialTokenFiles.byDefault("</s>"),
                "unk_token", SpecialTokenFiles.byDefault("<unk>"),
                "sep_token", SpecialTokenFiles.byDefault("</s>"),
                "pad_token", SpecialTokenFiles.byDefault("<pad>"),
                "cls_token", SpecialTokenFiles.byDefault("<s>"),
                "mask_token", SpecialTokenFiles.byDefault("<mask>"));
        case GPT2 -> Map.of("bos_token", end, "eos_token", end, "unk_token", end);
        case QWEN2 -> Map.of("eos_token", end, "unk_token", end, "pad_token", end);
      };
    }

    Normalizer normalizer() {
      return this == QWEN2 ? NormalForm.NFC : new NormalizerSequence(List.of());
    }

    PreTokenizer preTokenizer(boolean addPrefixSpace) {
      return this == QWEN2
          ? new PreTokenizerSequence(
              List.of(
                  new Split(new Cl100kPattern(1), Split.Behavior.ISOLATED, false),
                  new ByteLevel(addPrefixSpace, false)))
          : new ByteLevel(addPrefixSpace, true);
    }
  }

  private BpeFiles() {}

  static TokenizerParts read(
      ModelPath vocabularyFile, ModelPath mergesFile, TokenizerConfig config) {
    Kind kind = Kind.of(config.tokenizerClass().orElse("RobertaTokenizer"), mergesFile);
    for (String key : List.of("add_bos_token", "add_eos_token")) {
      if (config.flag(key).orElse(false)) {
        throw config.find(key).orElseThrow().error("is not supported");
      }
    }
    JsonNode json = JsonNode.read(vocabularyFile);
    Map<String, Integer> ids = json.integers(0, Integer.MAX_VALUE);
    Vocabulary pieces = Components.checked(json, () -> new Vocabulary(ids));
    Bpe model = model(pieces, mergesFile);
    SpecialTokenFiles special = SpecialTokenFiles.read(mergesFile.folder(), config, kind.tokens());
    List<AddedToken> addedTokens = special.number(ids);
    Vocabulary vocabulary = Components.checked(json, () -> new Vocabulary(ids));
    boolean addPrefixSpace = config.flag("add_prefix_space").orElse(false);
    boolean trims = kind == Kind.ROBERTA && config.flag("trim_offsets").orElse(true);
    return new TokenizerParts(
        addedTokens,
        kind.normalizer(),
        kind.preTokenizer(addPrefixSpace),
        model,
        vocabulary,
        trims ? Optional.of(new SpaceTrimmer(vocabulary, addPrefixSpace)) : Optional.empty(),
        kind == Kind.ROBERTA
            ? TemplateJson.roberta(
                required(json, vocabulary, special, "cls_token"),
                required(json, vocabulary, special, "sep_token"))
            : Template.BARE,
        new ByteLevelDecoder(),
        config.modelMaxLength(),
        config.truncatesLeft().orElse(false),
        List.of());
  }

  private static Bpe model(Vocabulary vocabulary, ModelPath file) {
    List<Bpe.Merge> merges = new ArrayList<>();
    int number = 0;
    for (String line : TextFile.lines(file)) {
      number++;
      if (!line.startsWith("#version")) {
        int space = line.indexOf(' ');
        if (space < 0 || line.indexOf(' ', space + 1) >= 0) {
          throw error(file, "line " + number + ": expected two tokens with a space between");
        }
        merges.add(new Bpe.Merge(line.substring(0, space), line.substring(space + 1)));
      }
    }
    try {
      return new Bpe(vocabulary, merges, SETTINGS);
    } catch (IllegalArgumentException e) {
      throw error(file, String.valueOf(e.getMessage()));
    }
  }

  private static int required(
      JsonNode json, Vocabulary vocabulary, SpecialTokenFiles special, String role) {
    String token =
        special.token(role).orElseThrow(() -> json.error("no token is named for " + role));
    return vocabulary.id(token).orElseThrow(() -> json.error("lacks the token \"" + token + "\""));
  }

  private static JsonException error(ModelPath file, String problem) {
    return new JsonException(file.toString(), "merges", problem);
  }
}
