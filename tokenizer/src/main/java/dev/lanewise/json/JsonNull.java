package dev.lanewise.json;

/** The value {@code null} of a document, kept apart from an absent key. */
enum JsonNull {
  NULL
}
