package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which instrumentation told the model calls of a part of a trace.
class CallScopeTest {

  @Test
  void onlyAModelCallHasAScopeAndItIsNeverTheOneThatMeansSeveral() {
    assertThat(CallScope.of(Told.tool(1, 0).span())).isNull();
    assertThat(CallScope.of(Told.call(1, 0).scope("one").span()))
        .isEqualTo(CallScope.of(Told.call(2, 0).scope("one").span()))
        .isNotEqualTo(CallScope.of(Told.call(2, 0).scope("two").span()))
        .isNotEqualTo(CallScope.SEVERAL);
    assertThat(CallScope.of(Told.call(1, 0).scope("").span()))
        .as("the hash of nothing is 0")
        .isNotEqualTo(CallScope.SEVERAL);
  }

  @Test
  void callsOfOneScopeHaveItTogether() {
    Long one = CallScope.of(Told.call(1, 0).scope("one").span());

    assertThat(ofAll(Told.call(1, 0).scope("one"))).isEqualTo(one);
    assertThat(
            ofAll(
                Told.tool(4, 0).scope("two"),
                Told.call(1, 0).scope("one"),
                Told.call(2, 0).scope("one"),
                Told.tool(3, 0).scope("two")))
        .isEqualTo(one);
  }

  @Test
  void callsOfTwoScopesHaveSeveralAndNoCallHasNone() {
    assertThat(ofAll(Told.call(1, 0).scope("one"), Told.call(2, 0).scope("two")))
        .isEqualTo(CallScope.SEVERAL);
    assertThat(ofAll(Told.tool(1, 0), Told.agent(2, 0, "desk"))).isNull();
    assertThat(ofAll()).isNull();
  }

  private static @Nullable Long ofAll(Told... spans) {
    List<IncomingTrace.Span> all =
        Arrays.stream(spans).map(span -> new IncomingTrace.Span(span.prepared(), 0)).toList();
    return CallScope.ofAll(
        new IncomingTrace(new TraceId(new UUID(7, 7)), LocalDate.EPOCH, all, List.of(), List.of()));
  }
}
