package dev.metaagent.ingest.senders;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the headers with which an SDK numbers its records. What cannot be read is counted and
/// ignored: the telemetry itself is taken.
@Component
public class RecordHeaders {

  private static final String INSTANCE = "MetaAgent-Instance";
  private static final String SEQUENCE = "MetaAgent-Sequence";
  private static final String DROPPED = "MetaAgent-Dropped";
  private static final String SDK = "MetaAgent-Sdk";

  /// More than a process makes in its life.
  private static final long HIGHEST = 1_000_000_000_000L;

  /// More than fit into a request.
  private static final long MOST_TOGETHER = 100_000;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,13})-(\\d{1,13})");
  private static final Pattern COUNT = Pattern.compile("\\d{1,13}");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+/-]{1,100}");

  private final Counter unreadable;

  RecordHeaders(MeterRegistry meters) {
    this.unreadable = meters.counter("metaagent.intake.numbers.unreadable");
  }

  /// The records of a request.
  ///
  /// @param headers the value of a header by its name
  /// @return null where the records have no numbers, or none that can be read
  public @Nullable SentRecords read(Function<String, @Nullable String> headers) {
    String sequence = headers.apply(SEQUENCE);
    if (sequence == null) {
      return null;
    }
    String instance = headers.apply(INSTANCE);
    Matcher range = RANGE.matcher(sequence);
    if (instance == null || !ID.matcher(instance).matches() || !range.matches()) {
      return ignored();
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    boolean possible =
        first >= 1 && first <= last && last <= HIGHEST && last - first < MOST_TOGETHER;
    return possible
        ? new SentRecords(
            UUID.fromString(instance),
            sdk(headers.apply(SDK)),
            first,
            last,
            dropped(headers.apply(DROPPED)))
        : ignored();
  }

  private @Nullable SentRecords ignored() {
    unreadable.increment();
    return null;
  }

  private long dropped(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    if (!COUNT.matcher(text).matches()) {
      unreadable.increment();
      return 0;
    }
    return Math.min(Long.parseLong(text), HIGHEST);
  }

  private static String sdk(@Nullable String text) {
    return text != null && NAME.matcher(text).matches() ? text : "unknown";
  }
}
