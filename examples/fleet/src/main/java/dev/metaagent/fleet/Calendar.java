package dev.metaagent.fleet;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/// The agency's own days. Whenever the fleet is started, it is a Tuesday afternoon there: so there
/// is always something going on, and a weekend in the days before.
record Calendar(Instant started) {

  private static final LocalDateTime TUESDAY = LocalDateTime.of(2026, 11, 24, 14, 20);

  /// How busy each hour of a day is.
  private static final double[] HOURS = {
    .12, .08, .06, .05, .05, .08, .2, .45, .8, .97, 1, .98, .82, .9, 1, 1, .95, .85, .65, .45, .36,
    .3, .24, .17
  };

  /// How busy the agency is at a moment, 0 to 1.
  double busy(Instant at) {
    LocalDateTime there = TUESDAY.plus(Duration.between(started, at));
    int hour = there.getHour();
    double part = there.getMinute() / 60.0;
    double hours = HOURS[hour] * (1 - part) + HOURS[(hour + 1) % HOURS.length] * part;
    DayOfWeek day = there.getDayOfWeek();
    double days = day == DayOfWeek.SATURDAY ? 0.45 : day == DayOfWeek.SUNDAY ? 0.35 : 1;
    return hours * days;
  }
}
