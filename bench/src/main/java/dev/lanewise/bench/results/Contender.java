package dev.lanewise.bench.results;

/**
 * Everything that is measured side by side, in the order of tables and charts.
 *
 * <p>The colours are those of Okabe and Ito, which are told apart by colour-blind readers too.
 */
public enum Contender {
  LANEWISE("Lanewise fp32", 0x0072B2),
  LANEWISE_BF16("Lanewise bf16 weights", 0x56B4E9),
  LANEWISE_INT8("Lanewise int8 weights", 0x009E73),
  LANEWISE_INTEGER("Lanewise integer", 0x005A46),
  LANEWISE_SCALAR("Lanewise scalar twin", 0x999999),
  ONNX_RUNTIME("ONNX Runtime fp32", 0xE69F00),
  ONNX_RUNTIME_INT8("ONNX Runtime int8", 0xD55E00),
  LANGCHAIN4J("LangChain4j in-process ONNX", 0xCC79A7),
  SENTENCE_TRANSFORMERS("sentence-transformers (torch)", 0x000000),
  RUST_TOKENIZERS_DJL("Rust tokenizers through DJL", 0xE69F00),
  RUST_TOKENIZERS_PYTHON("Rust tokenizers through Python", 0xD55E00);

  private final String label;
  private final int rgb;

  Contender(String label, int rgb) {
    this.label = label;
    this.rgb = rgb;
  }

  /** The name in tables and charts. */
  public String label() {
    return label;
  }

  /** Its colour in every chart: red, green and blue, eight bits each. */
  public int rgb() {
    return rgb;
  }
}
