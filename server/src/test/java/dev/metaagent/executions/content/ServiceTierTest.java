package dev.metaagent.executions.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTierTest {

  @ParameterizedTest
  @CsvSource({
    "gen_ai.openai.response.service_tier, batch, true",
    "openai.response.service_tier, flex, true",
    "gen_ai.openai.response.service_tier, default, false",
    "gen_ai.request.model, batch, false"
  })
  void aCallOfTheBatchApiIsToldByItsServiceTier(String key, String value, boolean batch) {
    Span span =
        Span.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey(key)
                    .setValue(AnyValue.newBuilder().setStringValue(value)))
            .build();
    assertThat(ServiceTier.batch(span)).isEqualTo(batch);
  }
}
