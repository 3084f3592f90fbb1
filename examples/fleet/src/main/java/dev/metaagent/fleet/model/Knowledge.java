package dev.metaagent.fleet.model;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// What a model can say in each field that a prompt may ask for, from what it has read.
final class Knowledge {

  /// Every field it knows what to do with.
  static final List<String> FIELDS =
      List.of(
          "subject",
          "body",
          "language",
          "summary",
          "signals",
          "fit",
          "deliverable",
          "risk",
          "reason",
          "label",
          "confidence",
          "next_step",
          "task",
          "due",
          "assignee",
          "headline",
          "report");

  private final PromptFeatures prompt;
  private final Reading reading;
  private final boolean misjudges;
  private final RandomGenerator random;
  private final Phrases phrases;

  Knowledge(PromptFeatures prompt, Reading reading, boolean misjudges, RandomGenerator random) {
    this.prompt = prompt;
    this.reading = reading;
    this.misjudges = misjudges;
    this.random = random;
    this.phrases = new Phrases(reading, random);
  }

  /// The value of a field; a field that it has never heard of gets a note.
  Object value(String field) {
    return switch (field) {
      case "subject" -> phrases.subject();
      case "body" -> phrases.mail(prompt.fewestWords(), prompt.mostWords());
      case "language" -> reading.german() ? "de" : "en";
      case "summary" -> phrases.summary();
      case "signals" -> phrases.signals();
      case "fit" -> misjudges ? random.nextInt(1, 5) : random.nextInt(5, 10);
      case "deliverable" -> deliverable();
      case "risk" -> deliverable().equals("yes") ? "low" : "high";
      case "reason" -> phrases.reason(deliverable());
      case "label" -> label();
      case "confidence" -> (misjudges ? 55 : 82 + random.nextInt(16)) / 100.0;
      case "next_step" -> nextStep(label());
      case "task" -> phrases.task(label());
      case "due" -> phrases.dueDay();
      case "assignee" -> reading.fact("account manager", "team inbox");
      case "headline" -> phrases.headline();
      case "report" -> phrases.report(prompt.fewestWords(), prompt.mostWords());
      default -> "see above";
    };
  }

  private String deliverable() {
    String text = reading.text().toLowerCase(Locale.ROOT);
    if (text.contains("\"accepts\":true")) {
      return misjudges ? "no" : "yes";
    }
    return text.contains("\"accepts\":false") ? "no" : "unknown";
  }

  private String label() {
    String text = reading.text().toLowerCase(Locale.ROOT);
    if (misjudges) {
      return "not_now";
    }
    if (mentions(text, "out of office", "nicht im haus", "im urlaub")) {
      return "out_of_office";
    }
    if (mentions(text, "unsubscribe", "remove me", "abmelden", "keine weiteren")) {
      return "unsubscribe";
    }
    if (mentions(text, "sounds interesting", "call", "klingt interessant", "telefonieren")) {
      return "interested";
    }
    if (mentions(text, "wrong person", "colleague", "kollegin", "nicht zuständig")) {
      return "wrong_person";
    }
    return "not_now";
  }

  private static boolean mentions(String text, String... words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String nextStep(String label) {
    return switch (label) {
      case "interested" -> "propose_call";
      case "unsubscribe" -> "stop_campaign";
      case "wrong_person" -> "find_contact";
      case "out_of_office" -> "try_again_later";
      default -> "follow_up_next_quarter";
    };
  }
}
