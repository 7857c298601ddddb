package dev.lanewise.tokenizer.format;

import dev.lanewise.tokenizer.decode.Decoder;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.SpaceTrimmer;
import dev.lanewise.tokenizer.template.Template;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a tokenizer consists of.
 *
 * @param addedTokens literal strings that are tokens
 * @param normalizer rewrites the text between them
 * @param preTokenizer splits it into words
 * @param model splits words into pieces
 * @param vocabulary the model's tokens and the added ones
 * @param trimmer takes spaces out of tokens' offsets, where a tokenizer does that
 * @param template puts special tokens around
 * @param decoder the way back
 * @param modelMaxLength the {@code model_max_length} of tokenizer_config.json, if it is one
 * @param truncatesLeft whether texts that are too long lose their start instead of their end
 * @param warnings what was odd and didn't matter
 */
public record TokenizerParts(
    List<AddedToken> addedTokens,
    Normalizer normalizer,
    PreTokenizer preTokenizer,
    SubwordModel model,
    Vocabulary vocabulary,
    Optional<SpaceTrimmer> trimmer,
    Template template,
    Decoder decoder,
    OptionalInt modelMaxLength,
    boolean truncatesLeft,
    List<String> warnings) {
  public TokenizerParts {
    addedTokens = List.copyOf(addedTokens);
    warnings = List.copyOf(warnings);
  }

  /** The same parts with another template. */
  TokenizerParts withTemplate(Template other) {
    return new TokenizerParts(
        addedTokens,
        normalizer,
        preTokenizer,
        model,
        vocabulary,
        trimmer,
        other,
        decoder,
        modelMaxLength,
        truncatesLeft,
        warnings);
  }

  /** The same parts with another normalizer. */
  public TokenizerParts withNormalizer(Normalizer other) {
    return new TokenizerParts(
        addedTokens,
        other,
        preTokenizer,
        model,
        vocabulary,
        trimmer,
        template,
        decoder,
        modelMaxLength,
        truncatesLeft,
        warnings);
  }
}
