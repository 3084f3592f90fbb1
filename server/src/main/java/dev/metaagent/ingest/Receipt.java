package dev.metaagent.ingest;

import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.otlp.Signal;
import org.jspecify.annotations.Nullable;

/// What became of a request that was answered with success, for the sender and for Connect: success
/// may mean that all of it was rejected, or that there was nothing in it.
///
/// @param accepted spans or log records that were stored
/// @param reason why some were rejected; null if none was
/// @param problem what was wrong, in one sentence; null if nothing was
/// @param remedy what to change at the sender; null if nothing
record Receipt(
    Signal signal,
    long accepted,
    long rejected,
    @Nullable String reason,
    @Nullable String problem,
    @Nullable String remedy) {

  private static final String NO_METRICS =
      "metrics are not stored; send traces, numbers are made from them";

  static Receipt of(Signal signal, Preparation.Prepared stored) {
    long all = (long) stored.accepted() + stored.rejected();
    if (stored.rejected() > 0) {
      String reason = String.valueOf(stored.reason());
      return new Receipt(
          signal,
          stored.accepted(),
          stored.rejected(),
          reason,
          stored.rejected()
              + " of "
              + all
              + " "
              + signal.records()
              + " were rejected: "
              + reason
              + ".",
          remedy(signal));
    }
    return all == 0 ? empty(signal) : new Receipt(signal, stored.accepted(), 0, null, null, null);
  }

  static Receipt ofMetrics(long metrics) {
    return metrics == 0
        ? empty(Signal.METRICS)
        : new Receipt(
            Signal.METRICS,
            0,
            metrics,
            NO_METRICS,
            metrics + (metrics == 1 ? " metric was" : " metrics were") + " not stored.",
            "Nothing is missing: numbers are made from traces. OTEL_METRICS_EXPORTER=none ends the"
                + " metrics.");
  }

  private static Receipt empty(Signal signal) {
    return new Receipt(
        signal,
        0,
        0,
        null,
        "The request was empty: it holds no " + signal.records() + ".",
        "Set up the instrumentation before the agent is imported, and let the program end its spans"
            + " and flush before it exits.");
  }

  private static String remedy(Signal signal) {
    return switch (signal) {
      case TRACES ->
          "Give each span a trace id of 16 bytes and a span id of 8, as an OpenTelemetry SDK does.";
      case LOGS ->
          "Write the records while a span is active, or send none: OTEL_LOGS_EXPORTER=none.";
      case METRICS -> "";
    };
  }
}
