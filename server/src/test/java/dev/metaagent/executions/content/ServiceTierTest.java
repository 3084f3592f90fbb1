package dev.metaagent.executions.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gen_ai.openai.response.service_tier | batch | BATCH",
        "openai.response.service_tier | flex | BATCH",
        "gen_ai.openai.response.service_tier | default | STANDARD",
        "gen_ai.usage.service_tier | priority | OTHER",
        "openai.request.service_tier | flex | BATCH",
        "openai.request.service_tier | auto | STANDARD",
        "output.value | {\"id\": \"r\", \"service_tier\": \"priority\"} | OTHER",
        "output.value | {\"text\": \"\\\"service_tier\\\": \\\"flex\\\"\"} | STANDARD",
        "ai.response.providerMetadata | {\"openai\":{\"serviceTier\":\"flex\"}} | BATCH",
        "gen_ai.request.model | batch | STANDARD"
      })
  void theTierIsReadWhereEmittersWriteIt(String key, String value, ServiceTier tier) {
    assertThat(ServiceTier.of(span(key, value))).isEqualTo(tier);
  }

  @ParameterizedTest
  @CsvSource({"flex, default, STANDARD", "auto, flex, BATCH", "default, priority, OTHER"})
  void theTierThatServedDecidesOverTheOneThatWasRequested(
      String requested, String served, ServiceTier tier) {
    assertThat(
            ServiceTier.of(
                span(
                    "openai.response.service_tier",
                    served,
                    "openai.request.service_tier",
                    requested)))
        .isEqualTo(tier);
  }

  private static Span span(String... pairs) {
    Span.Builder span = Span.newBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      span.addAttributes(
          KeyValue.newBuilder()
              .setKey(pairs[i])
              .setValue(AnyValue.newBuilder().setStringValue(pairs[i + 1])));
    }
    return span.build();
  }
}
