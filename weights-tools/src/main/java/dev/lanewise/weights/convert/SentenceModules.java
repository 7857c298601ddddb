package dev.lanewise.weights.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files that make a transformer's folder one of sentence-transformers. */
final class SentenceModules {
  private SentenceModules() {}

  /**
   * Writes {@code modules.json} and the configurations of the modules.
   *
   * @param pooling {@code mean}, {@code cls} or {@code lasttoken}
   */
  static void write(Path folder, String pooling, int dimension, int maxTokens, boolean normalize)
      throws IOException {
    Files.writeString(
        folder.resolve("modules.json"),
        String.format(
            Locale.ROOT,
            """
        [
          {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
          {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}%s
        ]
        """,
            normalize
                ? ",\n  {\"idx\": 2, \"name\": \"2\", \"path\": \"2_Normalize\","
                    + " \"type\": \"sentence_transformers.models.Normalize\"}"
                : ""));
    Files.writeString(
        folder.resolve("sentence_bert_config.json"),
        String.format(
            Locale.ROOT,
            """
        {"max_seq_length": %d, "do_lower_case": false}
        """,
            maxTokens));
    Path config = Files.createDirectories(folder.resolve("1_Pooling")).resolve("config.json");
    Files.writeString(
        config,
        String.format(
            Locale.ROOT,
            """
        {
          "word_embedding_dimension": %d,
          "pooling_mode_cls_token": %s,
          "pooling_mode_mean_tokens": %s,
          "pooling_mode_max_tokens": false,
          "pooling_mode_mean_sqrt_len_tokens": false,
          "pooling_mode_weightedmean_tokens": false,
          "pooling_mode_lasttoken": %s,
          "include_prompt": true
        }
        """,
            dimension,
            pooling.equals("cls"),
            pooling.equals("mean"),
            pooling.equals("lasttoken")));
  }
}
