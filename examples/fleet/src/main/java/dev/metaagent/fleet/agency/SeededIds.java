package dev.metaagent.fleet.agency;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.random.RandomGenerator;

/// Ids of traces and spans that come from the chance of the task at hand, so that the same seed
/// gives the same ids and nothing is stored twice.
public final class SeededIds implements IdGenerator {

  private static final ScopedValue<RandomGenerator> SOURCE = ScopedValue.newInstance();

  /// Runs work whose ids come from a source of chance.
  static void with(RandomGenerator random, Runnable work) {
    ScopedValue.where(SOURCE, random).run(work);
  }

  @Override
  public String generateSpanId() {
    return SpanId.fromLong(SOURCE.get().nextLong() | 1);
  }

  @Override
  public String generateTraceId() {
    return TraceId.fromLongs(SOURCE.get().nextLong() | 1, SOURCE.get().nextLong());
  }
}
