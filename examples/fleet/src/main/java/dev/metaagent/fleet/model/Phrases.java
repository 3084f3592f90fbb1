package dev.metaagent.fleet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The sentences that a model puts together, in the language of its reader.
final class Phrases {

  private static final List<String> SUBJECTS =
      List.of(
          "{company}: {topic} before winter",
          "An idea for {company}",
          "{topic} in {city}, a short question",
          "How {company} could win {topic} customers");
  private static final List<String> SUBJECTS_DE =
      List.of(
          "{company}: {topic} vor dem Winter",
          "Eine Idee für {company}",
          "{topic} in {city}, eine kurze Frage",
          "Wie {company} mehr Kunden für {topic} gewinnt");

  private static final List<String> SENTENCES =
      List.of(
          "I saw that {company} has grown in {city} this year, and that {topic} is a part of it.",
          "Your page shows two projects that we found well explained.",
          "Most installers we speak with say that the enquiries come in waves, and that nobody has"
              + " time to sort them.",
          "We look for owners who are about to decide, ask the three questions that matter, and"
              + " hand over the ones that fit.",
          "Nothing is promised that your team has not agreed to, and you see every message before"
              + " it goes out.",
          "In September a company of your size took over eleven projects from forty conversations.",
          "It takes an hour to set up and ends whenever you say so.",
          "If {topic} is not what you want to grow, tell me what is, and I will look at that"
              + " instead.",
          "I would rather hear a clear no than send you a reminder.",
          "The figures of the last quarter are on one page, and I can send them beforehand.");
  private static final List<String> SENTENCES_DE =
      List.of(
          "mir ist aufgefallen, dass {company} in {city} gewachsen ist und {topic} dabei eine Rolle"
              + " spielt.",
          "Auf Ihrer Seite stehen zwei Projekte, die sehr gut erklärt sind.",
          "Die meisten Betriebe sagen uns, dass Anfragen in Wellen kommen und niemand Zeit hat, sie"
              + " zu sortieren.",
          "Wir suchen Eigentümer, die kurz vor einer Entscheidung stehen, stellen die drei"
              + " wichtigen Fragen und übergeben, was passt.",
          "Es wird nichts versprochen, was Ihr Team nicht freigegeben hat, und Sie sehen jede"
              + " Nachricht vorher.",
          "Im September hat ein Betrieb Ihrer Größe aus vierzig Gesprächen elf Aufträge"
              + " übernommen.",
          "Die Einrichtung dauert eine Stunde und endet, wann immer Sie es möchten.",
          "Wenn {topic} nicht Ihr Schwerpunkt ist, sagen Sie mir, was es ist, dann sehe ich mir das"
              + " an.",
          "Ein klares Nein ist mir lieber als eine Erinnerung.",
          "Die Zahlen des letzten Quartals passen auf eine Seite, ich schicke sie gern vorab.");

  private static final List<String> SIGNALS =
      List.of(
          "hires two fitters",
          "new page about storage",
          "opened a second office",
          "won a town hall roof",
          "asks for reviews",
          "price list from this spring");

  private static final List<String> FINDINGS =
      List.of(
          "Replies came within two days where the first line named a project of the reader.",
          "Messages in German were answered as often as those in English, and a day later.",
          "Companies with fewer than ten people decide in the first call.",
          "A third of the out-of-office notes name a colleague, who was written to the next day.",
          "Unsubscribes stayed below one in a hundred.",
          "Tuesday before ten was the best hour, Friday afternoon the worst.",
          "Two addresses bounced and were taken off every list.",
          "The storage campaign found its readers through last year's roofs.");

  private final Reading reading;
  private final RandomGenerator random;

  Phrases(Reading reading, RandomGenerator random) {
    this.reading = reading;
    this.random = random;
  }

  String subject() {
    return filled(pick(reading.german() ? SUBJECTS_DE : SUBJECTS));
  }

  /// A letter of about as many words as were asked for.
  String mail(int fewest, int most) {
    boolean german = reading.german();
    String contact = reading.fact("contact", "");
    StringBuilder text = new StringBuilder();
    if (contact.isEmpty()) {
      text.append(german ? "Guten Tag" : "Hello");
    } else {
      text.append(german ? "Guten Tag " : "Hello ").append(contact);
    }
    text.append(",\n\n");
    text.append(sentences(german ? SENTENCES_DE : SENTENCES, fewest, most));
    text.append("\n\n")
        .append(german ? "Passt Ihnen ein Anruf am Donnerstag?" : "Would a call on Thursday suit?")
        .append("\n\n")
        .append(reading.fact("account manager", "Your team"));
    return text.toString();
  }

  /// The sentences of a bank from a random one on, until the text is long enough.
  private String sentences(List<String> bank, int fewest, int most) {
    int wanted = random.nextInt(fewest, most + 1) - 15;
    StringBuilder text = new StringBuilder(filled(bank.getFirst()));
    int words = words(bank.getFirst());
    int next = random.nextInt(1, bank.size());
    for (int used = 0; words < wanted; used++) {
      String sentence = bank.get(1 + (next + used) % (bank.size() - 1));
      words += words(sentence);
      text.append(used % 3 == 1 ? "\n\n" : " ").append(filled(sentence));
    }
    return text.toString();
  }

  private static int words(String text) {
    return text.split(" ", -1).length;
  }

  String summary() {
    return filled("{company} in {city} works on {topic}; the team is ")
        + pick(List.of("small", "growing", "well known in its region", "new on the market"))
        + " and "
        + pick(
            List.of("answers enquiries itself", "has one person for sales", "relies on referrals"))
        + ".";
  }

  List<String> signals() {
    List<String> signals = new ArrayList<>();
    int count = random.nextInt(1, 4);
    int next = random.nextInt(SIGNALS.size());
    for (int i = 0; i < count; i++) {
      signals.add(SIGNALS.get((next + i) % SIGNALS.size()));
    }
    return signals;
  }

  String reason(String deliverable) {
    return switch (deliverable) {
      case "yes" -> "the mail host takes messages for this address";
      case "no" -> "the mail host refuses this address";
      default -> "the mail host did not answer";
    };
  }

  String task(String label) {
    String company = reading.fact("company", "the lead");
    return switch (label) {
      case "interested" -> "Call " + company + " about their question";
      case "wrong_person" -> "Find the right contact at " + company;
      case "unsubscribe" -> "Take " + company + " off every list";
      default -> "Write to " + company + " again";
    };
  }

  String dueDay() {
    return pick(List.of("tomorrow", "Thursday", "Friday", "next Monday"));
  }

  String headline() {
    return filled("{topic}: ")
        + pick(
            List.of(
                "more replies from fewer messages",
                "a calm week with two good talks",
                "German leads answer later, not less",
                "the second touch does the work"));
  }

  String report(int fewest, int most) {
    return sentences(FINDINGS, fewest, most);
  }

  private String pick(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }

  private String filled(String text) {
    return text.replace("{company}", reading.fact("company", "your company"))
        .replace("{city}", reading.fact("city", reading.german() ? "Ihrer Region" : "your region"))
        .replace("{topic}", reading.fact("topic", reading.german() ? "Ihr Angebot" : "your offer"));
  }
}
