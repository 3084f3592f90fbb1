package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.testing.RandomMessages;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricCountTest {

  @Test
  void asManyAreCountedAsAreDecoded() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      ExportMetricsServiceRequest request =
          new RandomMessages(seed).like(ExportMetricsServiceRequest.getDefaultInstance(), 6);
      long decoded =
          request.getResourceMetricsList().stream()
              .flatMap(resource -> resource.getScopeMetricsList().stream())
              .mapToLong(scope -> scope.getMetricsCount())
              .sum();
      assertThat(MetricCount.of(request.toByteArray())).isEqualTo(decoded);
    }
  }

  @Test
  void whatIsNoMessageIsRefusedOrCountedAndNeverFails() throws IOException {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      try {
        assertThat(MetricCount.of(noise)).isNotNegative();
      } catch (InvalidProtocolBufferException _) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 0x0b); // groups in groups
    assertThatThrownBy(() -> MetricCount.of(deep)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> MetricCount.of("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
