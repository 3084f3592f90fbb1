package dev.metaagent.registry.deployments;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.RepositoryUrl;
import dev.metaagent.kernel.StorableText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody reports of a deployment, once it was checked.
///
/// @param agent the id or name of the agent
/// @param commit in lower case
record DeploymentReport(
    String agent,
    String version,
    @Nullable String environment,
    @Nullable String repository,
    @Nullable String ref,
    String commit,
    Instant at) {

  private static final int LONGEST_AGENT = 200;
  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_REF = 300;
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
  private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  /// @throws MetaAgentException naming the first field that cannot be right
  static DeploymentReport of(DeploymentsController.NewDeployment sent, Instant now) {
    String agent = needed("agent", sent.agent(), LONGEST_AGENT);
    String version = word("version", needed("version", sent.version(), LONGEST_WORD));
    String environment = line("environment", sent.environment(), LONGEST_WORD);
    String commit = sent.commit() == null ? "" : sent.commit().strip().toLowerCase(Locale.ROOT);
    if (!COMMIT.matcher(commit).matches()) {
      throw MetaAgentException.invalid("commit", "7 to 64 hex digits");
    }
    return new DeploymentReport(
        agent,
        version,
        environment == null ? null : word("environment", environment),
        repository(sent.repository()),
        line("ref", sent.ref(), LONGEST_REF),
        commit,
        at(sent.at(), now));
  }

  private static @Nullable String repository(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String address = RepositoryUrl.of(text);
    if (address == null) {
      throw MetaAgentException.invalid(
          "repository", "the address of a repository, at most 500 characters without spaces");
    }
    return address;
  }

  private static Instant at(@Nullable Instant at, Instant now) {
    Instant when = at == null ? now : at;
    if (when.isAfter(now.plus(CLOCKS_APART)) || when.isBefore(OLDEST)) {
      throw MetaAgentException.invalid("at", "since 2000, and at most 5 minutes in the future");
    }
    return when.truncatedTo(ChronoUnit.MICROS);
  }

  private static String needed(String field, @Nullable String text, int longest) {
    String line = line(field, text, longest);
    if (line == null) {
      throw MetaAgentException.invalid(field, expected(longest));
    }
    return line;
  }

  private static @Nullable String line(String field, @Nullable String text, int longest) {
    String line = text == null ? "" : text.strip();
    if (line.length() > longest
        || !StorableText.is(line)
        || line.chars().anyMatch(Character::isISOControl)) {
      throw MetaAgentException.invalid(field, expected(longest));
    }
    return line.isEmpty() ? null : line;
  }

  /// Runs are found by exactly this text, so that one with the address of a person is refused
  /// instead of changed.
  private static String word(String field, String line) {
    if (line.indexOf('@') >= 0) {
      throw MetaAgentException.invalid(field, "as the telemetry says it, without @");
    }
    return line;
  }

  private static String expected(int longest) {
    return "1 to " + longest + " characters of one line";
  }
}
