package dev.lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An entry of the bundled FAQ, or a question about one.
 *
 * @param key what it is about, and the entry's language
 * @param text the entry's or the question's text
 */
record FaqEntry(String key, String text) {
  static final Path FAQ = CommandLineRun.REPOSITORY.resolve("examples/faq.jsonl");
  static final Path QUESTIONS =
      CommandLineRun.REPOSITORY.resolve("cli/src/test/resources/faq-questions.jsonl");

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern WORD = Pattern.compile("[a-z0-9']+");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}+");
  private static final Pattern ENDING = Pattern.compile("(?<=...)(ing|ed|es|s|ly|er)$");

  /** Words that say nothing of what a text is about. */
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          """
          a about after again all also am an and any are as at be because been before between both
          but by can can't did do does doesn't doing don't down each few for from further get had
          has have how i if in into is it its may me more most must my need no not of off on once
          one only or other our out over so some still such than that the their them then there
          these they this those through to too under until up very was we what when where whether
          which while who whom why will with would you your
          """
              .strip()
              .split("\\s+"));

  /** Reads a file of objects, one a line, with the fields id, lang and the text's. */
  static List<FaqEntry> read(Path file, String textField) throws IOException {
    List<FaqEntry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      entries.add(parse(line, textField));
    }
    return entries;
  }

  private static FaqEntry parse(String line, String textField) {
    String id = "";
    String language = "";
    String text = "";
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        json.nextToken();
        String value = json.getString();
        if (field.equals("id")) {
          id = value;
        } else if (field.equals("lang")) {
          language = value;
        } else if (field.equals(textField)) {
          text = value;
        }
      }
    }
    return new FaqEntry(id + " " + language, text);
  }

  /**
   * What a text is about: words of Latin letters without a plural's or a verb's ending, and pairs
   * of Chinese characters, as most Chinese words have two.
   */
  Set<String> contentWords() {
    Set<String> words = new TreeSet<>();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .filter(word -> !FUNCTION_WORDS.contains(word))
        .map(word -> ENDING.matcher(word).replaceFirst(""))
        .forEach(words::add);
    HAN.matcher(text)
        .results()
        .map(MatchResult::group)
        .forEach(
            run -> {
              for (int i = 0; i + 2 <= run.length(); i++) {
                words.add(run.substring(i, i + 2));
              }
            });
    return words;
  }
}
