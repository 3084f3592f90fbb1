package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.http.ServerClock;
import dev.metaagent.sdk.internal.report.Problems;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Spans of executions and actions: made by a tracer of its own, kept in a log, sent to the server.
public final class Telemetry implements AutoCloseable {

  /// How telemetry is kept. `durable`: on disk below `data`; `content`: with inputs and outputs.
  public record Settings(
      boolean durable, boolean content, WhenFull whenFull, long mostBytes, Path data) {}

  private static final String SCOPE = "dev.metaagent.sdk";
  private static final long GATHER_IN_MEMORY_MILLIS = 200;
  private static final long GATHER_ON_DISK_MILLIS = 20;

  private final RecordLog log;
  private final SpanQueue queue;
  private final Delivery delivery;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  public Telemetry(
      Settings settings,
      Api api,
      ServerClock clock,
      String instance,
      Resource resource,
      String version,
      Problems problems) {
    this.log = log(settings, instance, problems);
    this.queue =
        new SpanQueue(
            log,
            new Content(settings.content()),
            log.isDurable() ? settings.whenFull() : WhenFull.DROP_OLDEST,
            log.isDurable() ? GATHER_ON_DISK_MILLIS : GATHER_IN_MEMORY_MILLIS,
            problems);
    this.delivery = new Delivery(api, clock, log, instance, this::dropped, problems);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.alwaysOn())
            .addSpanProcessor(queue)
            .build();
    this.tracer = provider.tracerBuilder(SCOPE).setInstrumentationVersion(version).build();
  }

  private static RecordLog log(Settings settings, String instance, Problems problems) {
    if (settings.durable()) {
      try {
        return new SegmentLog(
            settings.data().resolve("telemetry"),
            instance,
            settings.mostBytes(),
            settings.whenFull(),
            problems);
      } catch (IOException e) {
        problems.report("log", "Spans are kept in memory only: " + e);
      }
    }
    return new MemoryLog(instance, settings.mostBytes());
  }

  public Tracer tracer() {
    return tracer;
  }

  /// Sends the spans of another tracer provider too.
  public SpanProcessor processor() {
    return queue;
  }

  public long dropped() {
    return log.dropped() + queue.dropped();
  }

  /// Waits until every span that ended is in the log: on disk in durable mode.
  public boolean awaitWritten(Duration timeout) {
    return await(timeout, queue::isWritten);
  }

  /// Waits until the server has every span that ended.
  public boolean flush(Duration timeout) {
    return await(timeout, () -> queue.isWritten() && log.isEmpty());
  }

  private static boolean await(Duration timeout, BooleanSupplier done) {
    long until = System.nanoTime() + timeout.toNanos();
    try {
      while (!done.getAsBoolean()) {
        if (System.nanoTime() > until) {
          return false;
        }
        Thread.sleep(5);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits for delivery within the time; in durable mode what is left is sent at the next start.
  public void close(Duration timeout) {
    flush(timeout);
    try {
      queue.stop(1_000);
      delivery.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
    provider.close();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
