package dev.lanewise.cli;

import dev.lanewise.engine.HybridEmbedding;
import dev.lanewise.engine.LexicalWeights;
import tools.jackson.core.JsonGenerator;

/** The outputs of a model that has three, and what each is called in a line of JSON. */
enum HybridOutput {
  /** The text's vector. */
  DENSE {
    @Override
    void write(JsonGenerator json, HybridEmbedding embedding) {
      json.writeName("embedding");
      writeVector(json, embedding.dense());
    }
  },
  /** A weight for each token, by its id. */
  SPARSE {
    @Override
    void write(JsonGenerator json, HybridEmbedding embedding) {
      LexicalWeights weights = embedding.lexicalWeights();
      json.writeObjectPropertyStart("lexical_weights");
      for (int i = 0; i < weights.size(); i++) {
        json.writeNumberProperty(String.valueOf(weights.id(i)), weights.weight(i));
      }
      json.writeEndObject();
    }
  },
  /** A vector for each token but the first. */
  COLBERT {
    @Override
    void write(JsonGenerator json, HybridEmbedding embedding) {
      json.writeArrayPropertyStart("colbert_vecs");
      for (float[] vector : embedding.tokenVectors()) {
        writeVector(json, vector);
      }
      json.writeEndArray();
    }
  };

  /** Writes a property of the line's object. */
  abstract void write(JsonGenerator json, HybridEmbedding embedding);

  private static void writeVector(JsonGenerator json, float[] vector) {
    json.writeStartArray();
    for (float component : vector) {
      json.writeNumber(component);
    }
    json.writeEndArray();
  }
}
