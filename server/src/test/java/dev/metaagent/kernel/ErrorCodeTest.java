package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void theStatusOfACodeSaysWhoseTurnItIs(ErrorCode code) {
    assertThat(code.wire()).matches("[a-z_]+");
    switch (code.type()) {
      case CALLER, POLICY -> assertThat(code.status()).isBetween(400, 428);
      case CAPACITY -> assertThat(code.status()).isIn(429, 503);
      case OURS -> assertThat(code.status()).isEqualTo(500);
    }
  }

  @Test
  void aRefusalNamesItsFieldAndABusyOneSaysWhenToComeBack() {
    MetaAgentException wrong = MetaAgentException.invalid("name", "is a text");
    assertThat(wrong.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(wrong.errors())
        .containsExactly(new MetaAgentException.FieldError("name", "is a text"));

    MetaAgentException busy =
        MetaAgentException.busy(ErrorCode.INTAKE_FULL, "full", Duration.ofSeconds(3));
    assertThat(busy.code().type()).isEqualTo(ErrorCode.Type.CAPACITY);
    assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }
}
