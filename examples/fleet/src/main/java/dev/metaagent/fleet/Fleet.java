package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.Agency;
import dev.metaagent.fleet.agency.Role;
import dev.metaagent.fleet.agency.Story;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The command: makes the example organization, loads what is missing of its history, and lives on
/// until it is stopped.
public final class Fleet {

  private static final double SUCCESS_WANTED = 0.98;
  private static final Duration LONGEST_GAP = Duration.ofDays(14);

  /// The environment variable with an admin key, which a server asks for outside local mode.
  private static final String KEY = "METAAGENT_KEY";

  private final Options options;
  private final Server server;
  private final Clock clock;
  private final PrintStream out;

  /// @param key an admin key of the server; null where it runs in local mode
  Fleet(Options options, @Nullable String key, Clock clock, PrintStream out) {
    this.options = options;
    this.server = new Server(options.server(), key);
    this.clock = clock;
    this.out = out;
  }

  /// Runs the fleet with the options given.
  public static void main(String[] words) throws InterruptedException {
    // what cannot be delivered is counted and said in one sentence
    Logger exporters = Logger.getLogger("io.opentelemetry");
    exporters.setLevel(Level.OFF);
    try {
      new Fleet(Options.of(List.of(words)), System.getenv(KEY), Clock.systemUTC(), System.out)
          .run();
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /// What an earlier start left.
  ///
  /// @param until when the last run of it ended
  /// @param natural when Email Writer's newest prompt came, if it did
  private record Earlier(Instant until, Optional<Instant> natural) {}

  void run() throws IOException, InterruptedException {
    if (options.fresh()) {
      server.remove();
    }
    Server.Example example = server.open();
    out.printf("Open %s/fleet?organization=example%n", server.address());
    Optional<Earlier> earlier = earlier();
    Instant now = Play.step(clock.instant());
    Duration history = Duration.ofSeconds(Math.round(options.days() * 86_400));
    Optional<Instant> seen = earlier.flatMap(Earlier::natural);
    try (Telemetry telemetry = Telemetry.to(server.address(), example.key())) {
      Instant from =
          earlier.map(known -> Play.step(known.until()).plusSeconds(10)).orElse(now.minus(history));
      // nobody looks for a change before the history is there: it is planned when that is loaded
      Story past =
          earlier.isPresent()
              ? Story.after(seen.orElse(Instant.MAX))
              : Story.before(now, history, Instant.MAX);
      load(telemetry, past, from, now);
      if (earlier.isEmpty()) {
        objectives();
      }
      live(telemetry, earlier.isPresent(), seen, now, history);
      if (telemetry.outbox().refused() > 0) {
        out.printf(
            "%s%,d spans could not be delivered.%n",
            telemetry.outbox().isCutOff() ? "The server takes no more, so the fleet stops. " : "",
            telemetry.outbox().refused());
      }
    }
  }

  private Optional<Earlier> earlier() throws IOException, InterruptedException {
    Optional<Instant> last =
        server.agents().values().stream()
            .map(Server.Agent::lastSeenAt)
            .max(Instant::compareTo)
            .filter(seen -> seen.isAfter(clock.instant().minus(LONGEST_GAP)));
    if (last.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Earlier(
            last.get(),
            server.promptSeen(
                Role.EMAIL_WRITER.prompt(), "v14", clock.instant().minus(LONGEST_GAP))));
  }

  private void load(Telemetry telemetry, Story story, Instant from, Instant to)
      throws InterruptedException {
    if (!from.isBefore(to)) {
      return;
    }
    long began = System.nanoTime();
    out.printf("Loading the history of the example fleet since %s%n", from);
    try (Play play = play(telemetry, story, to)) {
      int tasks = play.past(from, to);
      out.printf("  %,d tasks in %.1f s%n", tasks, (System.nanoTime() - began) / 1_000_000_000.0);
    }
  }

  private Play play(Telemetry telemetry, Story story, Instant started) {
    Agency agency = new Agency(telemetry.tracer(), story, options.seed());
    Arrivals arrivals = new Arrivals(options.seed(), new Calendar(started), story);
    return new Play(agency, arrivals, telemetry.outbox(), clock);
  }

  /// As people set them on the page of an agent.
  private void objectives() throws IOException, InterruptedException {
    Map<String, Server.Agent> agents = server.agents();
    for (Role role : Role.values()) {
      Server.Agent agent = agents.get(role.agent());
      if (agent != null) {
        server.objectives(agent, SUCCESS_WANTED, role.latencyLimitMs());
      }
    }
  }

  private void live(
      Telemetry telemetry,
      boolean continued,
      Optional<Instant> seen,
      Instant loaded,
      Duration history)
      throws InterruptedException {
    Instant began = Play.step(clock.instant());
    Instant natural = seen.orElse(clock.instant().plus(options.changeAfter()));
    Story story = continued ? Story.after(natural) : Story.before(loaded, history, natural);
    Instant until = began.plus(options.stopAfter());
    if (seen.isPresent()) {
      out.printf(
          "It goes on. Email Writer runs with prompt v14 since %s; --fresh begins anew.%n",
          natural);
    } else {
      out.printf(
          "In %d s the prompt of Email Writer changes from v13 to v14; within a minute it fails.%n",
          options.changeAfter().toSeconds());
    }
    Thread living = Thread.currentThread();
    try (Play play = play(telemetry, story, loaded)) {
      Thread hook = new Thread(() -> stop(living));
      Runtime.getRuntime().addShutdownHook(hook);
      play.past(loaded, began);
      play.present(began, until, new Pace(began, options.speed()));
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      out.println("The fleet stops.");
    }
  }

  /// Interrupts the fleet and waits until it has sent what it had.
  private static void stop(Thread living) {
    living.interrupt();
    try {
      living.join(Duration.ofSeconds(8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
