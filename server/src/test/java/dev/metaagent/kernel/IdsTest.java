package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids as they are written on the wire, and what is none.
class IdsTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void anExecutionIsWrittenAsTraceAndSpan() {
    ExecutionId id = ExecutionId.parse(TRACE + "-b7ad6b7169203331");

    assertThat(id.trace()).isEqualTo(TraceId.parse(TRACE));
    assertThat(id.span()).isEqualTo(0xb7ad6b7169203331L);
    assertThat(id.provisional()).isFalse();
    assertThat(id).hasToString(TRACE + "-b7ad6b7169203331");
  }

  @Test
  void aTraceAloneIsItsProvisionalExecution() {
    ExecutionId id = ExecutionId.parse(TRACE);

    assertThat(id.provisional()).isTrue();
    assertThat(id).hasToString(TRACE);
    assertThat(ExecutionId.parse(TRACE + "-0000000000000000")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0af7651916cd43dd8448eb211c80319",
        "0af7651916cd43dd8448eb211c80319g",
        "0af7651916cd43dd8448eb211c80319c+b7ad6b7169203331",
        "0af7651916cd43dd8448eb211c80319c-b7ad6b716920333x",
        "0af76519-16cd-43dd-8448-eb211c80319c"
      })
  void anythingElseIsNoExecution(String text) {
    assertThatThrownBy(() -> ExecutionId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tracesAreOrderedByTheirBytesAsTheDatabaseOrdersThem() {
    TraceId low = TraceId.parse("7fffffffffffffff0000000000000001");
    TraceId high = TraceId.parse("80000000000000000000000000000000");
    TraceId higher = TraceId.parse("80000000000000008000000000000000");

    assertThat(low).isLessThan(high);
    assertThat(high).isLessThan(higher).isEqualByComparingTo(TraceId.parse(high.toString()));
  }

  @Test
  void aSpanKeepsAllOfItsBits() {
    for (long span : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(SpanId.parse(SpanId.format(span))).isEqualTo(span);
    }
    assertThat(SpanId.format(-1)).isEqualTo("ffffffffffffffff");
    assertThatThrownBy(() -> SpanId.parse("1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyOrganizationsOfTheExampleFleetAreOnes() {
    for (int seed = 0; seed < 100; seed++) {
      OrganizationId example = OrganizationId.example(new Random(seed));
      assertThat(example.isExample()).as(example.toString()).isTrue();
      assertThat(OrganizationId.parse(example.toString())).isEqualTo(example);
      assertThat(new OrganizationId(new UUID(seed, seed)).isExample()).isFalse();
    }
    assertThat(OrganizationId.LOCAL.isExample()).isFalse();
  }
}
