package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.SpaceTrimmer;
import dev.lanewise.tokenizer.template.Template;
import java.util.Optional;

/**
 * What the {@code post_processor} of a {@code tokenizer.json} asks for; reading it has the table to
 * extend for a new one.
 *
 * @param trimmer trims tokens' offsets, if that is asked for
 * @param template puts special tokens around; {@link Template#BARE} if none is asked for
 */
record PostProcessorJson(Optional<SpaceTrimmer> trimmer, Template template) {
  static final PostProcessorJson NONE = new PostProcessorJson(Optional.empty(), Template.BARE);

  static PostProcessorJson read(JsonNode node, Vocabulary vocabulary) {
    return switch (Components.type(node)) {
      case "TemplateProcessing" -> template(TemplateJson.template(node, vocabulary));
      case "BertProcessing" -> {
        node.allowOnly("type", "sep", "cls");
        yield template(TemplateJson.bert(node, vocabulary));
      }
      case "RobertaProcessing" -> {
        node.allowOnly("type", "sep", "cls", "trim_offsets", "add_prefix_space");
        yield new PostProcessorJson(
            trimmer(node, vocabulary), TemplateJson.roberta(node, vocabulary));
      }
      case "ByteLevel" -> {
        node.allowOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
        yield new PostProcessorJson(trimmer(node, vocabulary), Template.BARE);
      }
      case "Sequence" -> {
        node.allowOnly("type", "processors");
        PostProcessorJson all = NONE;
        for (JsonNode processor : node.get("processors").elements()) {
          all = all.then(read(processor, vocabulary), processor);
        }
        yield all;
      }
      default -> throw Components.unsupported(node, "post-processor");
    };
  }

  /** This and what follows it; each thing may be asked for once. */
  private PostProcessorJson then(PostProcessorJson next, JsonNode node) {
    if (trimmer.isPresent() && next.trimmer.isPresent()) {
      throw node.error("trims offsets that are trimmed already");
    }
    if (!template.equals(Template.BARE) && !next.template.equals(Template.BARE)) {
      throw node.error("puts special tokens around special tokens");
    }
    return new PostProcessorJson(
        trimmer.or(next::trimmer), template.equals(Template.BARE) ? next.template : template);
  }

  private static PostProcessorJson template(Template template) {
    return new PostProcessorJson(Optional.empty(), template);
  }

  private static Optional<SpaceTrimmer> trimmer(JsonNode node, Vocabulary vocabulary) {
    boolean addPrefixSpace = node.get("add_prefix_space").bool();
    return node.get("trim_offsets").bool()
        ? Optional.of(new SpaceTrimmer(vocabulary, addPrefixSpace))
        : Optional.empty();
  }
}
