package dev.metaagent.fleet;

import dev.metaagent.fleet.Arrivals.Arrival;
import dev.metaagent.fleet.agency.Agency;
import dev.metaagent.fleet.agency.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Plays the agency: the past as fast as it is taken, the present as it comes.
final class Play implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration SENT_EVERY = Duration.ofMillis(250);
  private static final int PAST_THREADS = 2;

  private final Agency agency;
  private final Arrivals arrivals;
  private final Outbox outbox;
  private final Clock clock;
  private final BooleanSupplier cutOff;
  private final ExecutorService present = Executors.newVirtualThreadPerTaskExecutor();

  Play(Agency agency, Arrivals arrivals, Outbox outbox, Clock clock) {
    this(agency, arrivals, outbox, outbox::isCutOff, clock);
  }

  /// @param cutOff whether nobody takes what is told any more
  Play(Agency agency, Arrivals arrivals, Outbox outbox, BooleanSupplier cutOff, Clock clock) {
    this.agency = agency;
    this.cutOff = cutOff;
    this.arrivals = arrivals;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The moment at which the ten seconds around a moment begin; past and present meet at one.
  static Instant step(Instant moment) {
    return Instant.ofEpochSecond(
        Math.floorDiv(moment.getEpochSecond(), STEP.toSeconds()) * STEP.toSeconds());
  }

  /// Plays what has been and answers with the number of tasks.
  int past(Instant from, Instant to) throws InterruptedException {
    List<Arrival> tasks = arrivals.between(from, to, 1);
    ExecutorService threads = Executors.newFixedThreadPool(PAST_THREADS);
    for (int thread = 0; thread < PAST_THREADS; thread++) {
      int first = thread;
      threads.execute(() -> {
        for (int i = first; i < tasks.size(); i += PAST_THREADS) {
          Arrival arrival = tasks.get(i);
          agency.work(arrival.task(), Timeline.played(arrival.at()));
        }
      });
    }
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.HOURS)) {
      throw new IllegalStateException("The history could not be loaded within an hour.");
    }
    outbox.forceFlush();
    return tasks.size();
  }

  /// Lives from a beginning of ten seconds until a moment, until the thread is interrupted, or
  /// until nobody takes its spans any more.
  void present(Instant from, Instant until, Pace pace) throws InterruptedException {
    Instant step = from;
    while (step.isBefore(until) && !cutOff.getAsBoolean()) {
      for (Arrival arrival : arrivals.between(step, step.plus(STEP), pace.at(step))) {
        present.execute(() -> {
          Timeline time = Timeline.lived(arrival.at(), clock);
          time.pass(Duration.ZERO);
          agency.workNow(arrival.task(), time);
        });
      }
      step = step.plus(STEP);
      while (clock.instant().isBefore(step)) {
        Thread.sleep(SENT_EVERY);
        outbox.flush();
      }
    }
  }

  /// Lets every run that has begun come to its end at once.
  @Override
  public void close() {
    present.shutdownNow();
    try {
      if (!present.awaitTermination(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outbox.forceFlush();
  }
}
