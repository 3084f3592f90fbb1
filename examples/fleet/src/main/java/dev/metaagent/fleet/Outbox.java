package dev.metaagent.fleet;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Sends ended traces in batches and drops none: whoever ends spans faster than they are taken
/// waits. The spans of a trace go together, once its first span has ended.
final class Outbox implements SpanProcessor {

  private static final int BATCH = 3_000;
  private static final int AT_ONCE = 3;
  private static final int GIVE_UP_AFTER = 20;

  private final SpanExporter exporter;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger inARow = new AtomicInteger();
  private final Map<String, List<SpanData>> open = new HashMap<>();
  private List<SpanData> waiting = new ArrayList<>();

  Outbox(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    List<SpanData> full = null;
    synchronized (this) {
      String trace = span.getSpanContext().getTraceId();
      open.computeIfAbsent(trace, _ -> new ArrayList<>()).add(span.toSpanData());
      if (span.getParentSpanContext().isValid()) {
        return;
      }
      waiting.addAll(open.remove(trace));
      if (waiting.size() >= BATCH) {
        full = take();
      }
    }
    if (full != null) {
      send(full);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /// Sends what waits, without waiting for the answer.
  void flush() {
    List<SpanData> some;
    synchronized (this) {
      some = take();
    }
    if (!some.isEmpty()) {
      send(some);
    }
  }

  /// Spans that could not be delivered.
  long refused() {
    return refused.get();
  }

  /// Whether nobody has taken anything for so long that it is time to give up.
  boolean isCutOff() {
    return inARow.get() >= GIVE_UP_AFTER;
  }

  @Override
  public CompletableResultCode forceFlush() {
    flush();
    permits.acquireUninterruptibly(AT_ONCE);
    permits.release(AT_ONCE);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    forceFlush();
    exporter.shutdown().join(5, TimeUnit.SECONDS);
    return CompletableResultCode.ofSuccess();
  }

  private List<SpanData> take() {
    List<SpanData> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void send(List<SpanData> spans) {
    permits.acquireUninterruptibly();
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> {
      if (result.isSuccess()) {
        inARow.set(0);
      } else {
        refused.addAndGet(spans.size());
        inARow.incrementAndGet();
      }
      permits.release();
    });
  }
}
