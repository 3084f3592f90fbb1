package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.GovernedRuns;
import dev.metaagent.fleet.agency.Instruments;
import dev.metaagent.fleet.agency.Role;
import dev.metaagent.sdk.MetaAgent;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The agents of the live part, connected by MetaAgent's SDK as any program is: they hold their
/// policies, and what they do is sent by it.
final class Governed implements AutoCloseable {

  private static final Duration FIRST_POLICIES = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SAID_EVERY = Duration.ofSeconds(30);

  private final Path policies;
  private final MetaAgent metaAgent;
  private final SdkTracerProvider program;
  private final Clock clock;
  private final PrintStream out;
  private final Map<Role, Instant> said = new ConcurrentHashMap<>();

  /// @param key of the agents
  Governed(String server, String key, Clock clock, PrintStream out) throws IOException {
    // of this start only: after --fresh another organization signs policies with keys of its own
    this.policies = Files.createTempDirectory("metaagent-fleet");
    this.metaAgent =
        MetaAgent.builder()
            .url(server)
            .key(key)
            .disabled(false)
            .durable(false)
            .pinnedKeys(List.of())
            .serviceName("outreach")
            .data(policies)
            .connect();
    this.program =
        SdkTracerProvider.builder()
            .setResource(Telemetry.RESOURCE)
            .addSpanProcessor(metaAgent.spanProcessor())
            .build();
    this.clock = clock;
    this.out = out;
  }

  /// Waits for the policies of all agents, so that the first run has its prompt.
  void await() throws InterruptedException {
    for (Role role : Role.values()) {
      metaAgent.agent(role.agent()).policy().await(FIRST_POLICIES);
    }
  }

  Instruments instruments() {
    return new GovernedRuns(metaAgent, program.get("dev.metaagent.fleet"), this::refused);
  }

  private void refused(Role role, String why) {
    Instant now = clock.instant();
    Instant before = said.put(role, now);
    if (before == null || before.plus(SAID_EVERY).isBefore(now)) {
      out.printf("%s does not run. %s%n", role.agent(), why);
    } else {
      said.put(role, before);
    }
  }

  /// Whether the server has been away for so long that it is time to give up: it is gone, or the
  /// example was removed.
  boolean isCutOff() {
    Duration age = metaAgent.agent(Role.EMAIL_WRITER.agent()).policy().status().age();
    return age != null && age.compareTo(PATIENCE) > 0;
  }

  @Override
  public void close() {
    program.close();
    metaAgent.close();
    try (Stream<Path> files = Files.walk(policies)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      out.printf("%s was not removed: %s%n", policies, e.getMessage());
    }
  }
}
