package dev.lanewise.bench.corpus;

import java.util.List;
import java.util.Random;

/** Random sentences that read like prose and mean little: a small grammar over everyday words. */
final class Sentences {
  private static final List<String> NOUNS =
      words(
          """
          answer article battery bicycle bridge budget building cable camera capital castle channel
          chapter city climate coast company computer concert contract copper customer database
          decision delivery desert device distance district document doctor drawing email engine
          evening example exhibition factory farmer festival filter forest garden glacier glass
          harbour history holiday hospital invoice island journey keyboard kitchen language lawyer
          library machine magazine market material meeting memory message method microscope mineral
          mirror morning mountain museum network notebook novel ocean office orchestra package
          painting parliament password patient pattern pipeline planet plastic platform policy
          population printer problem product professor project proposal question railway recipe
          record region report research river satellite schedule school science season secretary
          sentence server signal solution station storage storm student subscription summer surface
          teacher telescope temperature theatre theory thermostat ticket traffic translation
          university valley vehicle village violin volcano warehouse weather window workshop""");
  private static final List<String> VERBS =
      words(
          """
          accepts announces builds carries changes checks closes collects compares connects contains
          controls covers creates crosses delivers describes discovers divides draws explains
          finds follows improves includes keeps leaves loads measures moves needs opens orders
          paints passes prepares prevents produces protects publishes reaches reads receives
          reduces remembers repairs replaces requires resets returns reviews saves searches sells
          sends separates serves shows simplifies stores studies supports surprises translates
          updates visits warms writes""");
  private static final List<String> ADJECTIVES =
      words(
          """
          ancient annual automatic bright broken careful cheap clear cold common complete complex
          curious dark dense different distant early eastern electric empty expensive fast
          flexible foreign former free gentle green heavy hidden important independent industrial
          inexpensive large late local long modern narrow natural new northern official old open
          ordinary patient popular powerful private public quiet rapid rare recent regional
          reliable remote rural serious short silent simple slow small southern strange strong
          sudden technical temporary thick traditional unusual urban useful warm western wide
          wooden young""");
  private static final List<String> ADVERBS =
      words(
          """
          again almost always automatically carefully certainly clearly daily eventually exactly
          finally gradually hardly immediately later mostly never nearly normally often
          probably quickly rarely recently seldom sometimes soon still together twice usually
          weekly""");
  private static final List<String> PLACES =
      words(
          """
          Amsterdam Athens Bergen Boston Cairo Chicago Dublin Edinburgh Geneva Hamburg Helsinki
          Kyoto Lima Lisbon Madrid Melbourne Montreal Nairobi Oslo Prague Quito Seoul Stockholm
          Toronto Vienna Warsaw Zagreb""");
  private static final List<String> PREPOSITIONS =
      words(
          "about above after against before behind beside between beyond during for from in"
              + " inside near of on over through towards under with without");
  private static final List<String> DETERMINERS =
      words("the the the the a this that every each another our their its his her some no");
  private static final List<String> QUESTIONS =
      List.of(
          "how do I find",
          "where can I buy",
          "what is",
          "who writes",
          "when does it help to read",
          "why is there",
          "which office sends",
          "how much is");
  private static final List<String> LINKS =
      List.of(", and", ", but", ", because", ", while", "; meanwhile", ", so", ", although");

  private final Random random;

  Sentences(Random random) {
    this.random = random;
  }

  /** The next sentence, with a capital letter and a full stop or a question mark. */
  String next() {
    StringBuilder sentence = new StringBuilder();
    boolean question = random.nextInt(6) == 0;
    if (question) {
      sentence.append(pick(QUESTIONS)).append(' ').append(nounPhrase());
    } else {
      sentence.append(clause());
      if (random.nextInt(3) == 0) {
        sentence.append(pick(LINKS)).append(' ').append(clause());
      }
    }
    sentence.setCharAt(0, Character.toUpperCase(sentence.charAt(0)));
    return sentence.append(question ? '?' : '.').toString();
  }

  private String clause() {
    StringBuilder clause = new StringBuilder(nounPhrase());
    if (random.nextInt(4) == 0) {
      clause.append(' ').append(pick(ADVERBS));
    }
    clause.append(' ').append(pick(VERBS)).append(' ').append(nounPhrase());
    switch (random.nextInt(8)) {
      case 0 -> clause.append(" in ").append(pick(PLACES));
      case 1 -> clause.append(" since ").append(random.nextInt(1900, 2025));
      case 2 -> clause.append(" at ").append(random.nextInt(2, 99)).append(" percent");
      case 3, 4 -> clause.append(' ').append(pick(PREPOSITIONS)).append(' ').append(nounPhrase());
      default -> {
        // Ends here.
      }
    }
    return clause.toString();
  }

  private String nounPhrase() {
    StringBuilder phrase = new StringBuilder(pick(DETERMINERS));
    if (random.nextInt(2) == 0) {
      phrase.append(' ').append(pick(ADJECTIVES));
    }
    return phrase.append(' ').append(pick(NOUNS)).toString();
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private static List<String> words(String text) {
    return List.of(text.split("\\s+"));
  }
}
