package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.Inbox;
import dev.metaagent.fleet.agency.Role;
import dev.metaagent.fleet.agency.Seeds;
import dev.metaagent.fleet.agency.Story;
import dev.metaagent.fleet.agency.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// When work arrives. Each ten seconds have chances of their own, so that any stretch of time can
/// be played alone and comes out the same.
final class Arrivals {

  private static final long SLOT_SECONDS = 10;
  private static final int MOST_IN_A_SLOT = 1_000;

  /// A task and when it arrives.
  record Arrival(Instant at, Task task) {}

  private final long seed;
  private final Calendar calendar;
  private final Story story;
  private final Inbox inbox;

  Arrivals(long seed, Calendar calendar, Story story) {
    this.seed = seed;
    this.calendar = calendar;
    this.story = story;
    this.inbox = new Inbox(seed);
  }

  /// What arrives from one moment to before another, in order.
  ///
  /// @param speed how many times as much as usual
  List<Arrival> between(Instant from, Instant to, double speed) {
    List<Arrival> arrivals = new ArrayList<>();
    long last = Math.floorDiv(to.getEpochSecond(), SLOT_SECONDS);
    for (long slot = Math.floorDiv(from.getEpochSecond(), SLOT_SECONDS); slot <= last; slot++) {
      for (Role role : Role.values()) {
        in(slot, role, speed, arrivals);
      }
    }
    arrivals.removeIf(arrival -> arrival.at().isBefore(from) || !arrival.at().isBefore(to));
    arrivals.sort(Comparator.comparing(Arrival::at));
    return arrivals;
  }

  private void in(long slot, Role role, double speed, List<Arrival> arrivals) {
    Instant start = Instant.ofEpochSecond(slot * SLOT_SECONDS);
    if (role.perHour() == 0 || !story.works(role, start)) {
      return;
    }
    RandomGenerator random = Seeds.random(seed, 4, role.number(), slot);
    double expected = role.perHour() * calendar.busy(start) * speed * SLOT_SECONDS / 3_600;
    int count = Math.min(MOST_IN_A_SLOT, poisson(expected, random));
    for (int i = 0; i < count; i++) {
      Instant at = start.plusNanos(random.nextLong(SLOT_SECONDS * 1_000_000) * 1_000);
      arrivals.add(new Arrival(at, inbox.task(role, slot * MOST_IN_A_SLOT + i, at, speed)));
    }
  }

  /// A number of independent events (Knuth).
  private static int poisson(double expected, RandomGenerator random) {
    double limit = Math.exp(-expected);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit && count < MOST_IN_A_SLOT) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
