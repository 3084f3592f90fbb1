package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.Prompts;
import dev.metaagent.fleet.agency.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What people of the agency decided before its agents work under a policy: their prompts, one rule
/// about money, limits. Done once for an organization; afterwards it is theirs who look at it.
final class Handbook {

  /// The prompt of Email Writer that lost its schema.
  static final int NATURAL = 14;

  private static final int WAIT_SECONDS = 300;
  private static final int MOST_ACTIONS = 40;
  private static final int MOST_SECONDS = 1_200;
  private static final String MOST_USD = "0.50";

  private static final Map<String, Object> RULE =
      Map.of(
          "id", "refund-over-200",
          "tool", "refund",
          "when", Map.of("all", List.of(Map.of("path", "amount_usd", "op", "gt", "value", 200))),
          "effect", "ask",
          "reason", "refunds over $200 are decided by a person",
          "askSeconds", WAIT_SECONDS,
          "whenUnanswered", "deny",
          "whenUnreachable", "closed");

  private final Server server;

  Handbook(Server server) {
    this.server = server;
  }

  /// @param natural whether the newest prompt of Email Writer came before
  void prepare(boolean natural) throws IOException, InterruptedException {
    boolean first = server.newestVersion(Role.EMAIL_WRITER.prompt()) == 0;
    for (Role role : Role.values()) {
      prepare(role, role == Role.EMAIL_WRITER && natural ? NATURAL : role.promptVersion());
    }
    if (first) {
      server.toolRules(List.of(RULE), "no agent gives much money away");
      server.limits(MOST_ACTIONS, MOST_SECONDS, MOST_USD, "a run that goes in circles ends");
    }
  }

  /// Versions are numbered by the server: those of which no text is left keep their places.
  private void prepare(Role role, int current) throws IOException, InterruptedException {
    if (server.newestVersion(role.prompt()) >= role.promptVersion()) {
      return;
    }
    for (int version = server.newestVersion(role.prompt()) + 1; version <= current; version++) {
      add(role, version);
    }
    server.serve(role.prompt(), current, "what the agent runs with");
  }

  private void add(Role role, int version) throws IOException, InterruptedException {
    String text =
        Prompts.find(role, version)
            .orElse("Version %d, of which the example keeps no text.".formatted(version));
    server.addVersion(role.prompt(), role.agent(), text, "version %d".formatted(version));
  }

  /// The change that the story is about.
  void becomeNatural() throws IOException, InterruptedException {
    Role writer = Role.EMAIL_WRITER;
    if (server.newestVersion(writer.prompt()) < NATURAL) {
      server.addVersion(
          writer.prompt(),
          writer.agent(),
          Prompts.text(writer, NATURAL),
          "clients find the mails stiff");
    }
    server.serve(writer.prompt(), NATURAL, "e-mails are to sound more natural");
  }

  /// The version that Email Writer is served.
  int served() throws IOException, InterruptedException {
    return server.production(Role.EMAIL_WRITER.prompt());
  }
}
