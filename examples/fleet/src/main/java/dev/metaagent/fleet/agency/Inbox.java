package dev.metaagent.fleet.agency;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// What lands on the desks of the agents: leads, research about them, and their replies. A lead is
/// researched first, written to some minutes later, and answers hours after that, so that the same
/// leads come back.
public final class Inbox {

  /// Leads come in groups of ten minutes.
  private static final long GROUP_SECONDS = 600;

  private static final int GROUP_SIZE = 12;
  private static final long GROUP_ROOM = 10_000;

  private static final List<String> REPLIES =
      List.of(
          "This sounds interesting. Could you give me a call on Thursday about {topic}?",
          "Thank you, but we have no capacity this year. Ask again in spring.",
          "I am out of office until Monday and will read your message then.",
          "Please remove me from your list.",
          "I am the wrong person for this, please write to our colleague in sales.",
          "We are already working with somebody on {topic}, so not now.");
  private static final List<String> REPLIES_DE =
      List.of(
          "Das klingt interessant. Können wir am Donnerstag über {topic} telefonieren?",
          "Danke, aber wir haben in diesem Jahr keine Kapazität. Fragen Sie bitte im Frühjahr.",
          "Ich bin bis Montag nicht im Haus und lese Ihre Nachricht dann.",
          "Bitte keine weiteren Nachrichten, wir möchten uns abmelden.",
          "Dafür bin ich nicht zuständig, bitte schreiben Sie unserer Kollegin im Vertrieb.",
          "Wir arbeiten bei {topic} schon mit jemandem, also ist das nicht nötig.");

  private final Leads leads;
  private final long seed;

  public Inbox(long seed) {
    this.leads = new Leads(seed);
    this.seed = seed;
  }

  /// The work that arrives for an agent at a time.
  ///
  /// @param speed how many times as many leads there are as usual
  public Task task(Role role, long number, Instant at, double speed) {
    RandomGenerator random = Seeds.random(seed, 2, role.number(), number);
    long group = (at.getEpochSecond() - secondsLater(role)) / GROUP_SECONDS;
    int size = (int) Math.min(GROUP_ROOM, Math.max(GROUP_SIZE, GROUP_SIZE * speed));
    Lead lead = leads.at(group * GROUP_ROOM + random.nextInt(size));
    return new Task(role, number, lead, input(role, lead, random));
  }

  private static long secondsLater(Role role) {
    return switch (role) {
      case LEAD_RESEARCHER -> 0;
      case EMAIL_WRITER, DELIVERABILITY_CHECKER -> 900;
      case REPLY_CLASSIFIER -> 4 * 3_600;
      case TASK_AUTOMATOR -> 4 * 3_600 + 600;
      case REPORT_WRITER -> 24 * 3_600;
    };
  }

  private static String input(Role role, Lead lead, RandomGenerator random) {
    return switch (role) {
      case LEAD_RESEARCHER -> lead.card();
      case EMAIL_WRITER ->
          lead.card() + "\nResearch: hires staff, new page about storage, answers enquiries itself";
      case DELIVERABILITY_CHECKER -> "Address: " + lead.address();
      case REPLY_CLASSIFIER -> "From: " + lead.address() + "\n\n" + reply(lead, random);
      case TASK_AUTOMATOR -> lead.card() + "\n\nReply: " + reply(lead, random);
      case REPORT_WRITER ->
          "Campaign: %s\nTopic: %s\nWeek: the last five working days\nReaders: the client and %s"
              .formatted(lead.campaign().name(), lead.campaign().topic(), lead.manager());
    };
  }

  private static String reply(Lead lead, RandomGenerator random) {
    List<String> replies = lead.german() ? REPLIES_DE : REPLIES;
    String text = replies.get(random.nextInt(replies.size()));
    String topic = lead.german() ? lead.campaign().german() : lead.campaign().topic();
    return text.replace("{topic}", topic)
        + "\n\n"
        + (lead.contact().isEmpty() ? lead.company() : lead.contact());
  }
}
