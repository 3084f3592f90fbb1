package dev.metaagent.fleet;

import java.time.Duration;
import java.util.List;

/// How the fleet is to be played.
///
/// @param server the address of a MetaAgent
/// @param seed what all chance comes from
/// @param speed how many times as much as usual happens at the beginning of the live part
/// @param days how much history is loaded
/// @param changeAfter how long after the live part began a prompt changes
/// @param stopAfter when the live part ends by itself
/// @param fresh whether what an earlier start left is removed first
record Options(
    String server,
    long seed,
    double speed,
    double days,
    Duration changeAfter,
    Duration stopAfter,
    boolean fresh) {

  static final Options DEFAULT =
      new Options(
          "http://localhost:8080", 7, 60, 5, Duration.ofSeconds(20), Duration.ofDays(365), false);

  private static final double MOST_DAYS = 14;
  private static final double MOST_SPEED = 600;

  /// @throws IllegalArgumentException with a sentence for whoever wrote them
  static Options of(List<String> words) {
    Options options = DEFAULT;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--fresh")) {
        options = options.with(word, "");
        continue;
      }
      int equals = word.indexOf('=');
      if (equals < 0 && i + 1 == words.size()) {
        throw new IllegalArgumentException(word + " needs a value.");
      }
      options =
          equals < 0
              ? options.with(word, words.get(++i))
              : options.with(word.substring(0, equals), word.substring(equals + 1));
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--server" -> new Options(value, seed, speed, days, changeAfter, stopAfter, fresh);
      case "--seed" ->
          new Options(
              server, (long) number(name, value), speed, days, changeAfter, stopAfter, fresh);
      case "--speed" ->
          new Options(
              server,
              seed,
              number(name, value, 0, MOST_SPEED),
              days,
              changeAfter,
              stopAfter,
              fresh);
      case "--days" ->
          new Options(
              server,
              seed,
              speed,
              number(name, value, 0, MOST_DAYS),
              changeAfter,
              stopAfter,
              fresh);
      case "--change-after" ->
          new Options(server, seed, speed, days, seconds(name, value), stopAfter, fresh);
      case "--stop-after" ->
          new Options(server, seed, speed, days, changeAfter, seconds(name, value), fresh);
      case "--fresh" -> new Options(server, seed, speed, days, changeAfter, stopAfter, true);
      default -> throw new IllegalArgumentException("There is no option " + name + ".");
    };
  }

  private static Duration seconds(String name, String value) {
    return Duration.ofMillis(Math.round(number(name, value) * 1_000));
  }

  private static double number(String name, String value, double above, double most) {
    double number = number(name, value);
    if (number <= above || number > most) {
      throw new IllegalArgumentException(
          "%s takes a number above %.0f and up to %.0f.".formatted(name, above, most));
    }
    return number;
  }

  private static double number(String name, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " takes a number, not \"" + value + "\".", e);
    }
  }
}
