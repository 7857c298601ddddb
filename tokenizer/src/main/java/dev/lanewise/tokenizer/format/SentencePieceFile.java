package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.tokenizer.decode.MetaspaceDecoder;
import dev.lanewise.tokenizer.normalize.Lowercase;
import dev.lanewise.tokenizer.normalize.NormalForm;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.normalize.Precompiled;
import dev.lanewise.tokenizer.normalize.Replace;
import dev.lanewise.tokenizer.normalize.StripAccents;
import dev.lanewise.tokenizer.pattern.Literal;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.Metaspace;
import dev.lanewise.tokenizer.split.PreTokenizerSequence;
import dev.lanewise.tokenizer.split.WhitespaceSplit;
import dev.lanewise.tokenizer.subword.Unigram;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a SentencePiece model with the settings of {@code tokenizer_config.json}: the form of
 * Unigram tokenizers before {@code tokenizer.json}.
 *
 * <p>What becomes of it is what the Python class does in transformers 5: its own normalizer and
 * splitter, and the pieces with its special tokens before and after them.
 */
final class SentencePieceFile {
  /** The names that such a file has. */
  static final List<String> NAMES = List.of("sentencepiece.bpe.model", "spiece.model");

  private static final int MARK = '\u2581';

  /** More sentinels than this are a damaged file. */
  private static final int MAX_EXTRA_IDS = 100_000;

  private static final Map<String, AddedToken> ROBERTA_TOKENS =
      Map.of(
          "bos_token", SpecialTokenFiles.byDefault("<s>"),
          "eos_token", SpecialTokenFiles.byDefault("</s>"),
          "unk_token", SpecialTokenFiles.byDefault("<unk>"),
          "sep_token", SpecialTokenFiles.byDefault("</s>"),
          "pad_token", SpecialTokenFiles.byDefault("<pad>"),
          "cls_token", SpecialTokenFiles.byDefault("<s>"),
          "mask_token", SpecialTokenFiles.byDefault("<mask>"));

  /** What the Python classes differ in. */
  private enum Kind {
    XLM_ROBERTA,
    CAMEMBERT,
    T5,
    ALBERT;

    Map<String, AddedToken> tokens() {
      return switch (this) {
        case XLM_ROBERTA -> ROBERTA_TOKENS;
        case CAMEMBERT -> {
          Map<String, AddedToken> tokens = new LinkedHashMap<>(ROBERTA_TOKENS);
          tokens.put("mask_token", SpecialTokenFiles.byDefault("<mask>").withLstrip());
          yield tokens;
        }
        case T5 ->
            Map.of(
                "eos_token", SpecialTokenFiles.byDefault("</s>"),
                "unk_token", SpecialTokenFiles.byDefault("<unk>"),
                "pad_token", SpecialTokenFiles.byDefault("<pad>"));
        case ALBERT ->
            Map.of(
                "bos_token", SpecialTokenFiles.byDefault("[CLS]"),
                "eos_token", SpecialTokenFiles.byDefault("[SEP]"),
                "unk_token", SpecialTokenFiles.byDefault("<unk>"),
                "sep_token", SpecialTokenFiles.byDefault("[SEP]"),
                "pad_token", SpecialTokenFiles.byDefault("<pad>"),
                "cls_token", SpecialTokenFiles.byDefault("[CLS]"),
                "mask_token", SpecialTokenFiles.byDefault("[MASK]"));
      };
    }

    /** The id of the unknown token, which the classes have fixed. */
    int unknownId() {
      return switch (this) {
        case XLM_ROBERTA, CAMEMBERT -> 3;
        case T5 -> 2;
        case ALBERT -> 1;
      };
    }
  }

  private final ModelPath file;
  private final TokenizerConfig config;
  private final Kind kind;
  private final SentencePieceModel model;
  private final SpecialTokenFiles special;
  private final List<String> pieces = new ArrayList<>();
  private final List<Double> scores = new ArrayList<>();
  private final List<AddedToken> marked = new ArrayList<>();

  private SentencePieceFile(ModelPath file, TokenizerConfig config, Kind kind) {
    this.file = file;
    this.config = config;
    this.kind = kind;
    this.model = SentencePieceModel.read(file);
    this.special = SpecialTokenFiles.read(file.folder(), config, kind.tokens());
  }

  static TokenizerParts read(ModelPath file, TokenizerConfig config) {
    String tokenizerClass = config.tokenizerClass().orElse("");
    Kind kind =
        switch (tokenizerClass) {
          case "XLMRobertaTokenizer" -> Kind.XLM_ROBERTA;
          case "CamembertTokenizer" -> Kind.CAMEMBERT;
          case "T5Tokenizer" -> Kind.T5;
          case "AlbertTokenizer" -> Kind.ALBERT;
          case "" -> throw error(file, "no file names the tokenizer's Python class");
          default -> throw error(file, "the tokenizer " + tokenizerClass + " is not supported");
        };
    return new SentencePieceFile(file, config, kind).parts();
  }

  private TokenizerParts parts() {
    if (model.modelType() != SentencePieceModel.UNIGRAM) {
      throw error(
          file, "its algorithm " + model.modelType() + " is not supported, only Unigram is");
    }
    for (SentencePieceModel.Piece piece : model.pieces()) {
      if (piece.control() || piece.userDefined()) {
        marked.add(SpecialTokenFiles.verbatim(piece.piece(), piece.control()));
      }
    }
    arrange();
    special.setUnlisted(marked);
    Unigram unigram = unigram();
    Map<String, Integer> ids = new LinkedHashMap<>(unigram.vocabulary().ids());
    List<AddedToken> addedTokens = special.number(ids);
    Vocabulary vocabulary = new Vocabulary(ids);
    boolean prefix = kind == Kind.T5 || config.flag("add_prefix_space").orElse(true);
    return new TokenizerParts(
        addedTokens,
        normalizer(),
        new PreTokenizerSequence(
            List.of(
                new WhitespaceSplit(),
                new Metaspace(
                    MARK,
                    prefix ? Metaspace.PrependScheme.ALWAYS : Metaspace.PrependScheme.NEVER,
                    true))),
        unigram,
        vocabulary,
        Optional.empty(),
        template(vocabulary),
        new MetaspaceDecoder(MARK, prefix),
        config.modelMaxLength(),
        config.truncatesLeft().orElse(false),
        List.of());
  }

  /** Puts the pieces and the tokens that the class adds in the order of their ids. */
  private void arrange() {
    switch (kind) {
      case XLM_ROBERTA -> {
        // As in fairseq, whose first tokens take the place of SentencePiece's.
        for (String role : List.of("bos_token", "pad_token", "eos_token", "unk_token")) {
          add(named(role), 0);
        }
        addPieces(3);
        add(named("mask_token"), 0);
      }
      case CAMEMBERT -> {
        add("<s>NOTUSED", 0);
        add(named("pad_token"), 0);
        add("</s>NOTUSED", 0);
        add(named("unk_token"), 0);
        add("<unk>NOTUSED", -100);
        addPieces(1);
        add(named("mask_token"), 0);
      }
      case T5 -> {
        addPieces(0);
        int sentinels = config.find("extra_ids").map(n -> n.integer(0, MAX_EXTRA_IDS)).orElse(100);
        for (int i = sentinels - 1; i >= 0; i--) {
          String sentinel = "<extra_id_" + i + ">";
          add(sentinel, 0);
          marked.add(SpecialTokenFiles.verbatim(sentinel, true));
        }
      }
      case ALBERT -> addPieces(0);
    }
  }

  private void addPieces(int from) {
    for (SentencePieceModel.Piece piece :
        model.pieces().subList(Math.min(from, model.pieces().size()), model.pieces().size())) {
      add(piece.piece(), piece.score());
    }
  }

  private void add(String piece, double score) {
    pieces.add(piece);
    scores.add(score);
  }

  private Unigram unigram() {
    double[] values = scores.stream().mapToDouble(Double::doubleValue).toArray();
    try {
      return new Unigram(pieces, values, OptionalInt.of(kind.unknownId()), false);
    } catch (IllegalArgumentException e) {
      throw error(file, String.valueOf(e.getMessage()));
    }
  }

  private Normalizer normalizer() {
    List<Normalizer> steps = new ArrayList<>();
    if (kind == Kind.ALBERT) {
      steps.add(new Replace(new Literal("``"), "\""));
      steps.add(new Replace(new Literal("''"), "\""));
      if (!config.flag("keep_accents").orElse(false)) {
        steps.add(NormalForm.NFKD);
        steps.add(new StripAccents());
      }
      if (config.flag("do_lower_case").orElse(true)) {
        steps.add(new Lowercase());
      }
    }
    if (model.charsMap().length > 0) {
      try {
        steps.add(new Precompiled(model.charsMap()));
      } catch (IllegalArgumentException e) {
        throw error(file, String.valueOf(e.getMessage()));
      }
    }
    return steps.size() == 1 ? steps.getFirst() : new NormalizerSequence(steps);
  }

  private Template template(Vocabulary vocabulary) {
    return switch (kind) {
      case XLM_ROBERTA, CAMEMBERT ->
          TemplateJson.roberta(id("bos_token", vocabulary), id("eos_token", vocabulary));
      case ALBERT -> TemplateJson.bert(id("cls_token", vocabulary), id("sep_token", vocabulary));
      case T5 -> {
        Template.Part end = new Template.Special(List.of(id("eos_token", vocabulary)), 0);
        Template.Part first = new Template.Text(false, 0);
        Template.Part second = new Template.Text(true, 0);
        yield new Template(List.of(first, end), List.of(first, end, second, end));
      }
    };
  }

  private String named(String role) {
    return special.token(role).orElseThrow(() -> error(file, "needs a token for " + role));
  }

  private int id(String role, Vocabulary vocabulary) {
    String token = named(role);
    return vocabulary.id(token).orElseThrow(() -> error(file, "lacks the token \"" + token + "\""));
  }

  private static JsonException error(ModelPath file, String problem) {
    return new JsonException(file.toString(), "SentencePiece model", problem);
  }
}
