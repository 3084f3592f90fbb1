package dev.metaagent.fleet.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// How an answer is put on paper: as the JSON that was asked for, or with one of the slips that
/// language models make.
final class Writing {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A quotation mark that will not be escaped; JSON writes it as an escape of six characters.
  private static final String BARE = "\u0001";

  private static final String BARE_ESCAPED = "\\u0001";

  /// What goes wrong with the form of an answer.
  enum Slip {
    /// A quotation mark inside a text is not escaped.
    QUOTE,
    /// Something is said before or after the JSON.
    CHATTER,
    /// A field is left out.
    FIELD
  }

  private Writing() {}

  static String plain(Map<String, Object> answer) {
    return JSON.writeValueAsString(answer);
  }

  static String slipped(
      Map<String, Object> answer, PromptFeatures prompt, Reading reading, RandomGenerator random) {
    return switch (slip(prompt, reading, random)) {
      case QUOTE -> quoted(answer, reading.german(), random);
      case CHATTER -> chatter(plain(answer), reading.german());
      case FIELD -> plain(without(answer, random));
    };
  }

  /// A German text has its own marks, which are the first to break when nobody says how to write
  /// them; a prompt that shows no schema invites a friendly word around the answer.
  private static Slip slip(PromptFeatures prompt, Reading reading, RandomGenerator random) {
    double quote = prompt.quoting() ? 0.15 : reading.german() ? 0.7 : 0.35;
    double field = prompt.schema() ? 0.2 : 0.12;
    double drawn = random.nextDouble();
    if (drawn < quote) {
      return Slip.QUOTE;
    }
    return drawn < quote + field ? Slip.FIELD : Slip.CHATTER;
  }

  private static String quoted(Map<String, Object> answer, boolean german, RandomGenerator random) {
    Map<String, Object> changed = new LinkedHashMap<>(answer);
    String longest = null;
    for (Map.Entry<String, Object> field : answer.entrySet()) {
      if (field.getValue() instanceof String text
          && (longest == null || text.length() > String.valueOf(answer.get(longest)).length())) {
        longest = field.getKey();
      }
    }
    if (longest == null) {
      return chatter(plain(answer), german);
    }
    String text = String.valueOf(answer.get(longest));
    String saying =
        german
            ? " Unsere Kunden nennen das „alles aus einer Hand" + BARE + "."
            : " Our clients call it " + BARE + "one team, one plan" + BARE + ".";
    int end = text.indexOf(". ", random.nextInt(Math.max(1, text.length() / 2)));
    int at = end < 0 ? text.length() : end + 1;
    changed.put(longest, text.substring(0, at) + saying + text.substring(at));
    return plain(changed).replace(BARE_ESCAPED, "\"");
  }

  private static String chatter(String json, boolean german) {
    return german
        ? "Gerne, hier ist der Entwurf:\n\n"
            + json
            + "\n\nSagen Sie Bescheid, wenn er kürzer sein soll."
        : json + "\n\nLet me know if you would like a shorter version.";
  }

  private static Map<String, Object> without(Map<String, Object> answer, RandomGenerator random) {
    Map<String, Object> less = new LinkedHashMap<>(answer);
    String gone =
        answer.keySet().stream().skip(random.nextInt(answer.size())).findFirst().orElse("");
    less.remove(gone);
    return less;
  }
}
