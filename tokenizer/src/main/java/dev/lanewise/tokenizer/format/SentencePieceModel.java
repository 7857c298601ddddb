package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a SentencePiece model file says ({@code sentencepiece_model.proto}).
 *
 * @param source the file's name
 * @param pieces the vocabulary in the order of its ids
 * @param charsMap the normalizer's {@code precompiled_charsmap}; empty where there is none
 * @param modelType the algorithm: {@value #UNIGRAM} or another
 */
record SentencePieceModel(String source, List<Piece> pieces, byte[] charsMap, long modelType) {
  static final long UNIGRAM = 1;

  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  /**
   * A piece.
   *
   * @param type what it is: text, or a symbol that text doesn't lead to
   */
  record Piece(String piece, double score, long type) {
    /** Whether it is a symbol such as {@code <s>}. */
    boolean control() {
      return type == CONTROL;
    }

    /** Whether it is a string that is always one piece. */
    boolean userDefined() {
      return type == USER_DEFINED;
    }
  }

  /**
   * Reads a file.
   *
   * @throws JsonException if it is damaged
   * @throws java.io.UncheckedIOException if it can't be read
   */
  static SentencePieceModel read(ModelPath file) {
    return parse(file.toString(), ByteBuffer.wrap(file.read()));
  }

  static SentencePieceModel parse(String source, ByteBuffer bytes) {
    List<Piece> pieces = new ArrayList<>();
    // A message that stands more than once is put together from all its parts.
    byte[] charsMap = {};
    long modelType = UNIGRAM;
    ProtobufReader model = new ProtobufReader(source, bytes);
    while (model.next()) {
      switch (model.field()) {
        case 1 -> pieces.add(piece(model.message()));
        case 2 -> modelType = modelType(model.message(), modelType);
        case 3 -> charsMap = charsMap(model.message(), charsMap);
        default -> model.skip();
      }
    }
    if (pieces.isEmpty()) {
      throw model.error("has no pieces: is it a SentencePiece model?");
    }
    return new SentencePieceModel(source, List.copyOf(pieces), charsMap, modelType);
  }

  private static Piece piece(ProtobufReader message) {
    String piece = "";
    float score = 0;
    long type = NORMAL;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> piece = message.string();
        case 2 -> score = message.float32();
        case 3 -> type = message.integer();
        default -> message.skip();
      }
    }
    return new Piece(piece, score, type);
  }

  /** The {@code model_type} of a {@code TrainerSpec}. */
  private static long modelType(ProtobufReader trainer, long before) {
    long type = before;
    while (trainer.next()) {
      if (trainer.field() == 3) {
        type = trainer.integer();
      } else {
        trainer.skip();
      }
    }
    return type;
  }

  /** The {@code precompiled_charsmap} of a {@code NormalizerSpec}. */
  private static byte[] charsMap(ProtobufReader normalizer, byte[] before) {
    byte[] map = before;
    while (normalizer.next()) {
      if (normalizer.field() == 2) {
        ByteBuffer bytes = normalizer.bytes();
        map = new byte[bytes.remaining()];
        bytes.get(map);
      } else {
        normalizer.skip();
      }
    }
    return map;
  }
}
