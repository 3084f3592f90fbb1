package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.metaagent.tenancy.Tenant;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts once although it is reported twice, in the database, whatever arrives first.
class TotalsAndRepeatsTest {

  private static final String RUNS =
      """
      select a.name || ' ' || coalesce(e.input_tokens::text, 'unknown')
      from executions e join agent_registry a on a.id = e.agent_id and a.organization_id = e.organization_id
      order by 1
      """;

  private static final String COUNTED =
      "select sum(input_tokens) from agent_execution_logs where counted";

  private final Written written = new Written();

  private static KeyValue tokens(long input) {
    return KeyValue.newBuilder()
        .setKey("gen_ai.usage.input_tokens")
        .setValue(AnyValue.newBuilder().setIntValue(input))
        .build();
  }

  private Span.Builder desk() {
    return written.span(1, 0, "invoke_agent", "desk");
  }

  private Span.Builder call(long id, long parent, String response) {
    return written
        .span(id, parent, "chat", null)
        .addAttributes(tokens(137))
        .addAttributes(Steps.text("gen_ai.response.id", response));
  }

  private static Span.Builder inATraceOfItsOwn(Span.Builder span) {
    byte[] id = span.getTraceId().toByteArray();
    id[0] ^= span.getSpanId().byteAt(7);
    id[1] ^= 1;
    return span.setTraceId(ByteString.copyFrom(id));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallAloneThatARunReportsIsNoRunWhicheverComesFirst(boolean aloneFirst) {
    IncomingTrace run = written.part(desk(), call(2, 1, "msg_1"));
    IncomingTrace alone = written.part(inATraceOfItsOwn(call(3, 0, "msg_1")));

    written.write(aloneFirst ? alone : run);
    written.write(aloneFirst ? run : alone);

    assertThat(written.rows(RUNS)).containsExactly("desk 137");
    assertThat(written.rows(COUNTED)).containsExactly("137");
  }

  @Test
  void aCallAloneAndTheRunThatReportsItCanComeTogether() {
    IncomingTrace run = written.part(desk(), call(2, 1, "msg_1"));
    IncomingTrace alone = written.part(inATraceOfItsOwn(call(3, 0, "msg_1")));
    List<IncomingTrace> together =
        run.id().compareTo(alone.id()) < 0 ? List.of(run, alone) : List.of(alone, run);

    Tenant.call(written.organization, () -> written.bean(TraceWriter.class).record(together));

    assertThat(written.rows(RUNS)).containsExactly("desk 137");
    assertThat(written.rows(COUNTED)).containsExactly("137");
  }

  @Test
  void aCallThatComesAgainWithItsRunIsStillNone() {
    written.write(inATraceOfItsOwn(call(3, 0, "msg_1")));
    written.write(desk(), call(2, 1, "msg_1"));
    written.write(inATraceOfItsOwn(call(3, 0, "msg_1")));

    assertThat(written.rows(RUNS)).containsExactly("desk 137");
  }

  @Test
  void aCallWithoutItsIdIsFoundByTimeModelAndTokensAmongWhatComesWithIt() {
    Span.Builder silent = written.span(2, 1, "chat", null).addAttributes(tokens(137));
    Span.Builder client = call(3, 0, "msg_1").setEndTimeUnixNano(silent.getEndTimeUnixNano());
    client.setStartTimeUnixNano(silent.getStartTimeUnixNano() + 1_000);
    for (Span.Builder call : List.of(silent, client)) {
      call.addAttributes(Steps.text("gen_ai.request.model", "claude"))
          .addAttributes(Steps.text("gen_ai.usage.output_tokens", "41"));
    }
    IncomingTrace run = written.part(desk(), silent);
    IncomingTrace alone = written.ofScope("client", inATraceOfItsOwn(client));
    List<IncomingTrace> together =
        run.id().compareTo(alone.id()) < 0 ? List.of(run, alone) : List.of(alone, run);

    Tenant.call(written.organization, () -> written.bean(TraceWriter.class).record(together));

    assertThat(written.rows(RUNS)).containsExactly("desk 137");
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "0, 2"})
  void aFailedCallIsFoundByTimeAndModelIfItFailedWithinTheRunToo(int status, int runs) {
    Span.Builder told = written.span(2, 1, "chat", null);
    Span.Builder client = written.span(3, 0, "chat", null);
    client.setStartTimeUnixNano(told.getStartTimeUnixNano() + 1_000);
    client.setEndTimeUnixNano(told.getEndTimeUnixNano());
    for (Span.Builder call : List.of(told, client)) {
      call.addAttributes(Steps.text("gen_ai.request.model", "claude"));
    }
    told.getStatusBuilder().setCodeValue(status);
    client.getStatusBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR);
    IncomingTrace run = written.part(desk(), told);
    IncomingTrace alone = written.ofScope("client", inATraceOfItsOwn(client));
    List<IncomingTrace> together =
        run.id().compareTo(alone.id()) < 0 ? List.of(run, alone) : List.of(alone, run);

    Tenant.call(written.organization, () -> written.bean(TraceWriter.class).record(together));

    assertThat(written.rows(RUNS)).hasSize(runs);
  }

  @Test
  void callsWhoseSumAnAgentReportsThatCameWithThemAreNoRuns() {
    Span.Builder one = written.span(2, 0, "chat", null, 10, 20).addAttributes(tokens(137));
    Span.Builder other = written.span(3, 0, "chat", null, 30, 40).addAttributes(tokens(211));
    for (Span.Builder call : List.of(one, other)) {
      call.addAttributes(Steps.text("gen_ai.usage.output_tokens", "41"));
    }
    List<IncomingTrace> together = new ArrayList<>();
    together.add(
        written.part(
            desk()
                .addAttributes(tokens(348))
                .addAttributes(Steps.text("gen_ai.usage.output_tokens", "82"))));
    together.add(written.part(inATraceOfItsOwn(one)));
    together.add(written.part(inATraceOfItsOwn(other)));
    together.sort(Comparator.comparing(IncomingTrace::id));

    Tenant.call(written.organization, () -> written.bean(TraceWriter.class).record(together));

    assertThat(written.rows(RUNS)).containsExactly("desk 348");
  }

  @Test
  void callsThatNobodyElseReportsAreRuns() {
    written.write(inATraceOfItsOwn(call(3, 0, "msg_1")));
    written.write(inATraceOfItsOwn(call(4, 0, "msg_2")));
    written.write(desk(), call(2, 1, "msg_3"));

    assertThat(written.rows(RUNS)).containsExactly("desk 137", "shop 137", "shop 137");
  }

  @Test
  void aTotalOfAnAgentCountsUntilACallReportsItsOwn() {
    written.write(desk().addAttributes(tokens(348)));
    assertThat(written.rows(RUNS)).containsExactly("desk 348");

    written.write(call(2, 1, "msg_1"));

    assertThat(written.rows(RUNS)).containsExactly("desk 137");
    assertThat(written.rows(COUNTED)).containsExactly("137");
  }

  @ParameterizedTest
  @CsvSource({"348, 20, desk 348|helper unknown", "10, 20, desk 10|helper 20"})
  void aTotalHoldsThoseOfTheRunsBelowUnlessTheyAreMore(long outer, long inner, String expected) {
    Span.Builder helper = written.span(2, 1, "invoke_agent", "helper").addAttributes(tokens(inner));

    written.write(helper);
    written.write(desk().addAttributes(tokens(outer)));

    assertThat(String.join("|", written.rows(RUNS))).isEqualTo(expected);
  }

  @Test
  void aToolAloneIsNoRunAndWaitsForNone() {
    written.write(written.span(1, 0, "execute_tool", null));
    written.write(inATraceOfItsOwn(written.span(2, 98, "execute_tool", null)));

    assertThat(written.rows(RUNS)).isEmpty();
  }

  @Test
  void aToolWhoseRunComesLaterIsInIt() {
    written.write(written.span(2, 1, "execute_tool", null));
    written.write(desk());

    assertThat(written.rows(RUNS)).containsExactly("desk unknown");
    assertThat(written.rows("select action_count from executions")).containsExactly("2");
  }
}
