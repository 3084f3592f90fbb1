package dev.metaagent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {

  /// Answers on demand.
  private static final class Slow implements SpanExporter {

    private final Queue<CompletableResultCode> open = new ArrayDeque<>();
    private int taken;

    @Override
    public synchronized CompletableResultCode export(Collection<SpanData> spans) {
      CompletableResultCode result = new CompletableResultCode();
      open.add(result);
      taken += spans.size();
      return result;
    }

    synchronized void answer(boolean well) {
      CompletableResultCode result = open.remove();
      if (well) {
        result.succeed();
      } else {
        result.fail();
      }
    }

    synchronized int taken() {
      return taken;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private final Slow exporter = new Slow();
  private final Outbox outbox = new Outbox(exporter);
  private final Tracer tracer =
      SdkTracerProvider.builder().addSpanProcessor(outbox).build().get("test");

  private void end(int spans) {
    for (int i = 0; i < spans; i++) {
      tracer.spanBuilder("span").startSpan().end();
    }
  }

  @Test
  void whoeverIsFasterThanTheServerWaitsAndNothingIsDropped() throws Exception {
    CompletableFuture<Void> work = CompletableFuture.runAsync(() -> end(15_000));
    Thread.sleep(300);

    assertThat(work).isNotDone();
    assertThat(exporter.taken()).isEqualTo(9_000);
    exporter.answer(true);
    exporter.answer(true);
    work.get();
    assertThat(exporter.taken()).isEqualTo(15_000);
    assertThat(outbox.refused()).isZero();
  }

  @Test
  void aServerThatIsGoneIsNoticedAndOneThatStumblesIsNot() {
    for (int i = 0; i < 19; i++) {
      end(1);
      outbox.flush();
      exporter.answer(false);
    }
    assertThat(outbox.isCutOff()).isFalse();
    end(1);
    outbox.flush();
    exporter.answer(false);
    assertThat(outbox.isCutOff()).isTrue();
    assertThat(outbox.refused()).isEqualTo(20);
    end(1);
    outbox.flush();
    exporter.answer(true);
    assertThat(outbox.isCutOff()).isFalse();
  }
}
