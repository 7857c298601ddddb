package dev.lanewise.tokenizer;

import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.tokenizer.format.TokenizerFiles;
import dev.lanewise.tokenizer.format.TokenizerParts;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.normalize.Lowercase;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.special.AddedTokenMatcher;
import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.SpaceTrimmer;
import dev.lanewise.tokenizer.template.Template;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.Words;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns text into the token ids that a model was trained with.
 *
 * <p>Ids are those of the reference {@code tokenizers} library for the same {@code tokenizer.json}.
 * The limit and the padding that such a file carries are not applied: they are leftovers of whoever
 * saved it, and the limit is passed instead. Immutable and thread-safe.
 *
 * <pre>{@code
 * Tokenizer tokenizer = Tokenizer.load(Path.of("all-MiniLM-L6-v2"));
 * TokenSequence tokens = tokenizer.encode("What is PVC?", tokenizer.truncation(256));
 * }</pre>
 */
public final class Tokenizer {
  private final TokenizerParts parts;
  private final Vocabulary vocabulary;
  private final Set<Integer> specialIds;
  private final Template template;
  private final boolean matchSpecialTokens;
  private final AddedTokenMatcher rawTokens;
  private final AddedTokenMatcher normalizedTokens;
  private final Scratch.Pool pool;

  private Tokenizer(TokenizerParts parts, Template template, boolean matchSpecialTokens) {
    this.parts = parts;
    this.template = template;
    this.matchSpecialTokens = matchSpecialTokens;
    this.vocabulary = parts.vocabulary();
    this.specialIds =
        parts.addedTokens().stream()
            .filter(AddedToken::special)
            .map(AddedToken::id)
            .collect(Collectors.toUnmodifiableSet());
    this.rawTokens = matcher(false);
    this.normalizedTokens = matcher(true);
    this.pool = new Scratch.Pool(parts);
  }

  /**
   * Loads the tokenizer of a model folder: {@code tokenizer.json}, or where there is none {@code
   * merges.txt} with {@code vocab.json}, {@code vocab.txt}, or a SentencePiece model; {@code
   * tokenizer_config.json} beside them may be absent if {@code config.json} says whose they are.
   * The folder may be a zip archive or a jar that holds it.
   *
   * @throws TokenizerFormatException if the files are missing, damaged or ask for something that
   *     isn't supported
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static Tokenizer load(Path folder) {
    try (Arena arena = Arena.ofConfined()) {
      return load(ModelPath.open(folder, arena));
    } catch (ArchiveException e) {
      throw new TokenizerFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Loads the tokenizer of a folder as the project's own modules find it.
   *
   * @throws TokenizerFormatException as {@link #load(Path)} does
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  @SuppressWarnings("exports") // for the project's own modules
  public static Tokenizer load(ModelPath folder) {
    try {
      TokenizerParts parts = TokenizerFiles.read(folder);
      return new Tokenizer(parts, parts.template(), true);
    } catch (JsonException | ArchiveException e) {
      throw new TokenizerFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What the files say twice and differently, or say and doesn't matter: for whoever loads them.
   */
  public List<String> warnings() {
    return parts.warnings();
  }

  /** The sequence of a text, uncut. */
  public TokenSequence encode(String text) {
    return encode(text, Truncation.NONE);
  }

  /**
   * The sequence of a text.
   *
   * @throws IllegalArgumentException if the truncation can't be had
   */
  public TokenSequence encode(String text, Truncation truncation) {
    Objects.requireNonNull(text, "text");
    Scratch scratch = pool.take();
    scratch.clear();
    tokenize(text, scratch, scratch.words);
    TokenSequence sequence = assemble(scratch, scratch.tokens.size(), false, truncation);
    pool.give(scratch);
    return sequence;
  }

  /**
   * The sequence of a pair of texts, for models that look at both together.
   *
   * @throws IllegalArgumentException if the truncation can't be had
   */
  public TokenSequence encode(String first, String second, Truncation truncation) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    Scratch scratch = pool.take();
    scratch.clear();
    tokenize(first, scratch, scratch.wordsOfPair);
    int firstSize = scratch.tokens.size();
    tokenize(second, scratch, scratch.wordsOfPair);
    TokenSequence sequence = assemble(scratch, firstSize, true, truncation);
    pool.give(scratch);
    return sequence;
  }

  /** The text of token ids, optionally without special tokens; ids without a token are skipped. */
  public String decode(int[] ids, boolean skipSpecialTokens) {
    List<String> tokens =
        IntStream.of(ids)
            .filter(id -> !(skipSpecialTokens && isSpecial(id)))
            .mapToObj(this::token)
            .filter(token -> !token.isEmpty())
            .toList();
    return String.join("", parts.decoder().decode(tokens));
  }

  /** One more than the largest id. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** The string of a token; empty where the id has none. */
  public String token(int id) {
    return vocabulary.token(id);
  }

  /** The id of a token. */
  public OptionalInt id(String token) {
    return vocabulary.id(token);
  }

  /** Whether an id is a special token: one that stands for no text. */
  public boolean isSpecial(int id) {
    return specialIds.contains(id);
  }

  /** How many special tokens stand around a text, or around a pair of texts. */
  public int specialTokenCount(boolean pair) {
    return template.specialTokens(pair);
  }

  /** The {@code model_max_length} of {@code tokenizer_config.json}, if it says a real number. */
  public OptionalInt modelMaxLength() {
    return parts.modelMaxLength();
  }

  /**
   * How the model's files have texts cut that are longer than a limit: the longer one of a pair
   * first, at the end, or at the start where they say so.
   *
   * @param maxTokens the most tokens, special tokens included
   */
  public Truncation truncation(int maxTokens) {
    Truncation.Side side = parts.truncatesLeft() ? Truncation.Side.LEFT : Truncation.Side.RIGHT;
    return new Truncation(maxTokens, Truncation.Strategy.LONGEST_FIRST, side);
  }

  /** The kind of subword algorithm, for display: {@code WordPiece}. */
  public String algorithm() {
    return parts.model().name();
  }

  /** The same tokenizer adding no special tokens. */
  public Tokenizer withoutSpecialTokens() {
    return new Tokenizer(parts, template.withoutSpecialTokens(), matchSpecialTokens);
  }

  /**
   * The same tokenizer taking {@code [SEP]} and the like in a text for ordinary text, where texts
   * come from strangers.
   */
  public Tokenizer withPlainSpecialTokens() {
    return new Tokenizer(parts, template, false);
  }

  /** The same tokenizer lowercasing before all else it does to a text. */
  public Tokenizer withLowercase() {
    Normalizer normalizer = parts.normalizer();
    // Mapping to lower case first changes nothing for a normalizer that ends with it: the tests
    // compare both for every code point.
    if (normalizer instanceof BertNormalizer bert && bert.lowercase()) {
      return this;
    }
    Normalizer lowercased = new NormalizerSequence(List.of(new Lowercase(), normalizer));
    return new Tokenizer(parts.withNormalizer(lowercased), template, matchSpecialTokens);
  }

  private AddedTokenMatcher matcher(boolean normalized) {
    List<AddedToken> tokens = new ArrayList<>(parts.addedTokens());
    tokens.removeIf(token -> token.normalized() != normalized);
    return new AddedTokenMatcher(
        tokens, content -> normalized ? parts.normalizer().normalize(content) : content);
  }

  /** Appends the tokens of a text. */
  private void tokenize(String text, Scratch scratch, Words words) {
    scratch.begin(text);
    rawTokens.split(
        scratch.text,
        0,
        scratch.text.length(),
        matchSpecialTokens,
        new Parts(scratch) {
          @Override
          public void text(AlignedText raw, int from, int to) {
            tokenizePart(raw, from, to, scratch, words);
          }
        });
  }

  private void tokenizePart(AlignedText raw, int from, int to, Scratch scratch, Words words) {
    AlignedText normalized = scratch.normalized;
    normalized.clear();
    parts.normalizer().normalize(raw, from, to, normalized);
    normalizedTokens.split(
        normalized,
        0,
        normalized.length(),
        matchSpecialTokens,
        new Parts(scratch) {
          @Override
          public void text(AlignedText text, int start, int end) {
            int before = scratch.tokens.size();
            words.accept(text, start, end);
            if (parts.trimmer().isPresent()) {
              SpaceTrimmer trimmer = parts.trimmer().get();
              trimmer.trim(scratch.tokens, before, scratch.first, scratch.original);
            }
          }
        });
  }

  /** Appends the added tokens found; what is between them is for the subclass. */
  private abstract class Parts implements AddedTokenMatcher.Parts {
    private final Scratch scratch;

    Parts(Scratch scratch) {
      this.scratch = scratch;
    }

    @Override
    public void token(int id, AlignedText text, int from, int to) {
      TokenList tokens = scratch.tokens;
      tokens.add(id, text, from, to);
      if (parts.trimmer().isPresent()) {
        SpaceTrimmer trimmer = parts.trimmer().get();
        trimmer.trimAdded(tokens, text, from, to, scratch.first, scratch.original);
      }
    }
  }

  /** The tokens of one or two texts, of which the second begins at {@code firstSize}. */
  private TokenSequence assemble(
      Scratch scratch, int firstSize, boolean isPair, Truncation truncation) {
    TokenList tokens = scratch.tokens;
    int special = template.specialTokens(isPair);
    Truncation.Lengths lengths =
        truncation.apply(
            new Truncation.Lengths(firstSize, tokens.size() - firstSize),
            () -> read(scratch, firstSize, truncation),
            isPair,
            special);
    SequenceBuilder builder = new SequenceBuilder(lengths.first() + lengths.second() + special);
    for (Template.Part part : template.parts(isPair)) {
      switch (part) {
        case Template.Special ids -> builder.addSpecial(ids.ids(), ids.typeId());
        case Template.Text text -> {
          int from = text.second() ? firstSize : 0;
          int to = text.second() ? tokens.size() : firstSize;
          int kept = text.second() ? lengths.second() : lengths.first();
          if (truncation.side() == Truncation.Side.LEFT) {
            from = to - kept;
          } else {
            to = from + kept;
          }
          builder.addText(tokens, from, to, text.typeId(), text.second() ? 1 : 0);
        }
      }
    }
    return builder.build(tokens.size() + special);
  }

  /** How many tokens of each text of a pair the reference reads before it cuts them. */
  private static Truncation.Lengths read(Scratch scratch, int firstSize, Truncation truncation) {
    WordBounds bounds = scratch.bounds;
    int enough = truncation.maxTokens();
    return new Truncation.Lengths(
        bounds.read(0, firstSize, enough, truncation.side()),
        bounds.read(firstSize, scratch.tokens.size(), enough, truncation.side()));
  }
}
