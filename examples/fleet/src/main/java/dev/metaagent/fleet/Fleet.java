package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.Agency;
import dev.metaagent.fleet.agency.Instruments;
import dev.metaagent.fleet.agency.Role;
import dev.metaagent.fleet.agency.Story;
import dev.metaagent.fleet.agency.TracedRuns;
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
/// under the policies of that organization until it is stopped.
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
      Handbook handbook = new Handbook(server);
      handbook.prepare(seen.isPresent());
      try (Governed governed = new Governed(server.address(), example.key(), clock, out)) {
        governed.await();
        live(new Present(telemetry, governed, handbook), earlier.isPresent(), seen, now, history);
        if (governed.isCutOff()) {
          out.println("The server does not answer the fleet any more, so the fleet stops.");
        }
      }
      if (telemetry.outbox().refused() > 0) {
        out.printf("%,d spans could not be delivered.%n", telemetry.outbox().refused());
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
    String prompt = Role.EMAIL_WRITER.prompt();
    Optional<Instant> seen = server.promptSeen(prompt, "v14", clock.instant().minus(LONGEST_GAP));
    return Optional.of(
        new Earlier(
            last.get(),
            // just after it was put in place, no run with it may have been counted yet
            seen.isPresent() ? seen : server.promptAdded(prompt, Handbook.NATURAL)));
  }

  private void load(Telemetry telemetry, Story story, Instant from, Instant to)
      throws InterruptedException {
    if (!from.isBefore(to)) {
      return;
    }
    long began = System.nanoTime();
    out.printf("Loading the history of the example fleet since %s%n", from);
    try (Play play = past(telemetry, story, to)) {
      int tasks = play.past(from, to);
      out.printf("  %,d tasks in %.1f s%n", tasks, (System.nanoTime() - began) / 1_000_000_000.0);
    }
  }

  private Play past(Telemetry telemetry, Story story, Instant started) {
    return new Play(
        agency(new TracedRuns(telemetry.tracer()), story),
        arrivals(story, started),
        telemetry.outbox(),
        clock);
  }

  private Agency agency(Instruments instruments, Story story) {
    return new Agency(instruments, story, options.seed());
  }

  private Arrivals arrivals(Story story, Instant started) {
    return new Arrivals(options.seed(), new Calendar(started), story);
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

  /// What the live part is made with.
  private record Present(Telemetry telemetry, Governed governed, Handbook handbook) {

    Play play(Agency agency, Arrivals arrivals, Clock clock) {
      return new Play(agency, arrivals, telemetry.outbox(), governed::isCutOff, clock);
    }
  }

  private void live(
      Present present, boolean continued, Optional<Instant> seen, Instant loaded, Duration history)
      throws IOException, InterruptedException {
    Instant natural = seen.orElse(clock.instant().plus(options.changeAfter()));
    Story story = continued ? Story.after(natural) : Story.before(loaded, history, natural);
    say(present.handbook(), seen);
    Instant began = Play.step(clock.instant());
    Thread living = Thread.currentThread();
    Thread change = Thread.ofVirtual().unstarted(() -> change(present.handbook(), natural));
    try (Play past = past(present.telemetry(), story, loaded)) {
      past.past(loaded, began);
    }
    try (Play play =
        present.play(
            agency(present.governed().instruments(), story), arrivals(story, loaded), clock)) {
      Thread hook = new Thread(() -> stop(living));
      Runtime.getRuntime().addShutdownHook(hook);
      if (seen.isEmpty()) {
        change.start();
      }
      play.present(began, began.plus(options.stopAfter()), new Pace(began, options.speed()));
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      out.println("The fleet stops.");
    } finally {
      change.interrupt();
    }
  }

  private void say(Handbook handbook, Optional<Instant> seen)
      throws IOException, InterruptedException {
    if (seen.isPresent()) {
      out.printf(
          "It goes on. The prompt of Email Writer changed to v14 at %s, and it is served v%d now;"
              + " --fresh begins anew.%n",
          seen.get(), handbook.served());
    } else {
      out.printf(
          "In %d s the prompt of Email Writer changes from v13 to v14; within a minute it fails.%n",
          options.changeAfter().toSeconds());
    }
    out.println("A refund over $200 waits for a person on the page Approvals, for five minutes.");
  }

  /// Puts the prompt in place that breaks one agent, as a person would.
  private void change(Handbook handbook, Instant at) {
    try {
      Thread.sleep(Duration.between(clock.instant(), at));
      handbook.becomeNatural();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      out.printf("The prompt of Email Writer could not be changed: %s%n", e.getMessage());
    }
  }

  /// Interrupts the fleet and waits until it has sent what it had.
  private static void stop(Thread living) {
    living.interrupt();
    try {
      living.join(Duration.ofSeconds(12));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
