package dev.metaagent.fleet.agency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The time in which one run happens. Played, it passes at once; lived, whoever waits really waits.
/// Both come to the same times.
public abstract sealed class Timeline {

  private Instant now;

  private Timeline(Instant start) {
    this.now = start;
  }

  /// The past: nobody waits.
  public static Timeline played(Instant start) {
    return new Played(start);
  }

  /// The present, by a clock of the machine.
  public static Timeline lived(Instant start, Clock clock) {
    return new Lived(start, clock);
  }

  public final Instant now() {
    return now;
  }

  /// Lets time pass.
  public final void pass(Duration time) {
    now = now.plus(time);
    await(now);
  }

  /// After something that took as long as it took: now is not before the clock's now.
  public final void catchUp() {
    now = later(now);
  }

  abstract void await(Instant moment);

  abstract Instant later(Instant moment);

  private static final class Played extends Timeline {

    Played(Instant start) {
      super(start);
    }

    @Override
    void await(Instant moment) {}

    @Override
    Instant later(Instant moment) {
      return moment;
    }
  }

  private static final class Lived extends Timeline {

    private final Clock clock;

    Lived(Instant start, Clock clock) {
      super(start);
      this.clock = clock;
    }

    @Override
    Instant later(Instant moment) {
      Instant clocked = clock.instant();
      return clocked.isAfter(moment) ? clocked : moment;
    }

    @Override
    void await(Instant moment) {
      Duration left = Duration.between(clock.instant(), moment);
      if (left.isPositive()) {
        try {
          Thread.sleep(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
