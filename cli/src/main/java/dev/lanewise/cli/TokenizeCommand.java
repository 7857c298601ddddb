package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.tokenizer.TokenSequence;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** Texts to token ids. */
@Command(
    name = "tokenize",
    description = {
      "Print the tokens of each text as the model sees them: special tokens included, cut at the"
          + " model's limit."
    },
    footer = {
      "",
      "Output: {\"index\":0,\"ids\":[101,2054,102],\"tokens\":[\"[CLS]\",\"what\",\"[SEP]\"]} a"
          + " line.",
      "",
      "Examples:",
      "  lanewise tokenize --text \"What is PVC?\"",
      "  lanewise tokenize --model ./bge-small-zh-v1.5 texts.jsonl"
    })
final class TokenizeCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;
  @Mixin private TextOptions texts;
  @Mixin private PromptOptions prompt;

  @Override
  public Integer call() throws IOException {
    Truncations truncations = new Truncations();
    try (Stream<String> input = texts.open();
        SentenceEncoder encoder = model.open();
        OutputStream out = new BufferedOutputStream(Console.standardOutput(), 1 << 16);
        JsonLines lines = new JsonLines(out)) {
      EncodeOptions options = prompt.apply(EncodeOptions.DEFAULT);
      Iterator<String> iterator = input.iterator();
      for (long index = 0; iterator.hasNext(); index++) {
        TokenSequence sequence = encoder.tokenize(iterator.next(), options);
        truncations.count(sequence.size(), sequence.totalTokens());
        write(lines.startObject(), index, sequence, encoder);
      }
    }
    truncations.report();
    return 0;
  }

  private static void write(
      JsonGenerator json, long index, TokenSequence sequence, SentenceEncoder encoder) {
    json.writeNumberProperty("index", index);
    json.writeArrayPropertyStart("ids");
    for (int i = 0; i < sequence.size(); i++) {
      json.writeNumber(sequence.id(i));
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("tokens");
    for (int i = 0; i < sequence.size(); i++) {
      json.writeString(encoder.token(sequence.id(i)));
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
