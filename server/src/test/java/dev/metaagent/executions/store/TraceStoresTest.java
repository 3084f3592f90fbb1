package dev.metaagent.executions.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.EpochNanos;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.Written;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.executions.assembly.TraceTop;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is read of a stored trace when more of it comes, over a real database.
class TraceStoresTest {

  private final Written written = new Written();
  private final TraceId unknown = new TraceId(UUID.randomUUID());

  @Test
  void theTopOfATraceWithoutABeginningBeganWithTheFirstAndEndedLikeTheLast() {
    written.write(
        written.span(2, 1, "agent_step", null, 10, 20),
        written.span(3, 2, "execute_tool", null, 5, 90),
        failed(written.span(4, 9, "execute_tool", null, 30, 70)));

    TraceTop top = top();

    assertThat(top).isNotNull();
    assertThat(top.name()).as("below a known step is no top").isEqualTo("agent_step 2");
    assertThat(top.status()).isEqualTo(ExecutionState.ERROR);
    assertThat(top.startNanos()).isEqualTo(EpochNanos.nanos(written.start.plusMillis(10)));
    assertThat(top.durationNanos())
        .as("from the first start to the last end")
        .isEqualTo(60_000_000);
  }

  @Test
  void aTopThatHasNotEndedHasNoDuration() {
    written.write(written.span(2, 1, "execute_tool", null).clearEndTimeUnixNano());

    assertThat(top()).isNotNull().extracting(TraceTop::durationNanos).isNull();
  }

  @Test
  void aTraceThatHasItsBeginningHasNoTopToStandInForIt() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk"), written.span(2, 1, "execute_tool", null));

    assertThat(top()).isNull();
  }

  @Test
  void aTraceCanBeReadAgainWhileEveryPackOfItsActionsIsKept() {
    written.write(written.span(1, 0, "invoke_agent", "desk"));
    written.write(written.span(2, 1, "execute_tool", null));

    assertThat(kept(written.trace, unknown)).as("nothing misses").contains(written.trace);
    written.change("delete from action_contents where pack = 1");
    assertThat(kept(written.trace)).isEmpty();
    assertThat(kept()).isEmpty();
  }

  @Test
  void aTraceWhoseContentIsTooLargeIsNotReadAgain() {
    written.write(written.span(1, 0, "invoke_agent", "desk"));
    written.change("update action_contents set raw_bytes = 64 * 1024 * 1024");
    assertThat(kept(written.trace)).containsExactly(written.trace);

    written.change("update action_contents set raw_bytes = 64 * 1024 * 1024 + 1");
    assertThat(kept(written.trace)).isEmpty();
  }

  @Test
  void ofTwoRevisionsTheNewerStandsInWhateverOrderTheyCome() {
    assertThat(revision(2, 0, "desk")).isEqualTo(Revision.State.STORED);
    assertThat(revision(2, 0, "desk")).as("the same again").isEqualTo(Revision.State.UNCHANGED);
    assertThat(revision(1, 0, "old")).isEqualTo(Revision.State.OUTDATED);
    assertThat(revision(2, 0, "other")).isEqualTo(Revision.State.OUTDATED);
    assertThat(revision(2, 1, "ended")).as("it ends later").isEqualTo(Revision.State.REPLACED);
    assertThat(revision(3, 0, "newest")).isEqualTo(Revision.State.REPLACED);

    assertThat(written.rows("select name from executions")).containsExactly("newest");
    assertThat(written.rows("select count(*) from action_contents")).containsExactly("1");
    assertThat(written.rows("select count(*) from agent_execution_logs")).containsExactly("1");
  }

  @Test
  void aRunThatOnlyTelemetryToldIsReplacedWhenItIsToldAsAWhole() {
    written.write(
        written.span(1, 0, "invoke_agent", "told"), written.span(2, 1, "execute_tool", null));

    assertThat(revision(1, 0, "desk")).isEqualTo(Revision.State.REPLACED);
    assertThat(written.rows("select span_id from agent_execution_logs")).containsExactly("1");
  }

  @Test
  void aReplacedRunTakesItsKeysWithItAndRunsOfOtherPartsStay() {
    Span.Builder keyed = written.span(1, 0, "invoke_agent", "desk");
    keyed
        .addAttributesBuilder()
        .setKey("metaagent.outcome.key")
        .getValueBuilder()
        .setStringValue("ticket 1");
    written.write(written.revision(new Revision(1, 1, 0), keyed));
    written.write(written.span(5, 1, "invoke_agent", "seats"));
    assertThat(written.rows("select key from outcome_keys")).containsExactly("ticket 1");

    assertThat(revision(2, 0, "desk")).isEqualTo(Revision.State.REPLACED);

    assertThat(written.rows("select key from outcome_keys")).isEmpty();
    assertThat(written.rows("select span_id from executions order by span_id"))
        .containsExactly("1", "5");
    assertThat(written.rows("select parent_span from executions where span_id = 5"))
        .containsExactly("1");
  }

  @Test
  void aReplacedRunWhoseTraceHasNoContentAnyMoreKeepsTheOthers() {
    written.write(written.revision(new Revision(1, 1, 0), written.span(1, 0, "invoke_agent", "a")));
    written.write(written.span(5, 1, "invoke_agent", "seats"));
    written.change("delete from action_contents");

    assertThat(revision(2, 0, "b")).isEqualTo(Revision.State.REPLACED);

    assertThat(written.rows("select name from executions order by 1"))
        .containsExactly("b", "seats");
  }

  @Test
  void theContextOfANewSpanIsItselfWhatIsAboveItAndWhatWaitsBelowIt() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk"),
        written.span(2, 1, "agent_step", null),
        written.span(3, 2, "execute_tool", null),
        written.span(11, 10, "agent_step", null),
        written.span(12, 11, "execute_tool", null),
        written.span(13, 12, "execute_tool", null));

    assertThat(around(written.span(4, 2, "execute_tool", null)))
        .as("parent and what is above that")
        .containsOnlyKeys(1L, 2L);
    assertThat(around(written.span(3, 2, "execute_tool", null))).containsOnlyKeys(1L, 2L, 3L);
    assertThat(around(written.span(10, 1, "agent_step", null)))
        .as("waiting ones through wrappers, not through a tool")
        .containsOnlyKeys(1L, 11L, 12L);
    assertThat(around(written.span(99, 98, "execute_tool", null))).isEmpty();
  }

  @Test
  void everythingThatWaitsBelowAPlacedSpanIsFound() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk"),
        written.span(2, 1, "execute_tool", null),
        written.span(11, 10, "execute_tool", null),
        written.span(12, 11, "execute_tool", null),
        written.span(13, 12, "execute_tool", null),
        written.span(21, 20, "execute_tool", null));
    ContextStore store = written.bean(ContextStore.class);

    StoredContext below =
        written.connected(connection ->
            store.pendingBelow(
                connection,
                written.organization,
                written.day,
                List.of(
                    new ContextStore.SpanOf(written.trace, 10),
                    new ContextStore.SpanOf(written.trace, 1),
                    new ContextStore.SpanOf(unknown, 20))));

    assertThat(below.of(written.trace)).containsOnlyKeys(11L, 12L, 13L);
    assertThat(below.of(unknown)).isEmpty();
  }

  @Test
  void callsBesideANewOneRunUnderTheSameActionWithinASecond() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk", 0, 60_000),
        written.span(2, 1, "chat", null, 0, 1_000),
        written.span(3, 1, "chat", null, 20_000, 21_000),
        written.span(4, 1, "execute_tool", null, 20_000, 21_000),
        written.span(5, 4, "chat", null, 20_000, 21_000));
    ContextStore store = written.bean(ContextStore.class);
    Span.Builder call = written.span(9, 1, "chat", null, 20_100, 20_900);

    StoredContext beside =
        written.connected(connection ->
            store.callsBeside(
                connection, written.organization, written.day, List.of(written.part(call))));

    assertThat(beside.of(written.trace)).containsOnlyKeys(3L);
  }

  @Test
  void theExecutionsThatHoldSomeSpansAreFoundOfKnownSpansOnly() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk"),
        written.span(2, 1, "execute_tool", null),
        written.span(3, 1, "invoke_agent", "seats"),
        written.span(4, 3, "execute_tool", null));
    ContextStore store = written.bean(ContextStore.class);

    Map<TraceId, Set<Long>> holders =
        written.connected(connection ->
            store.holders(
                connection,
                written.organization,
                written.day,
                List.of(
                    new ContextStore.SpanOf(written.trace, 2),
                    new ContextStore.SpanOf(written.trace, 4),
                    new ContextStore.SpanOf(written.trace, 77))));

    assertThat(holders).containsExactly(Map.entry(written.trace, Set.of(1L, 3L)));
  }

  @Test
  void theValuesOfDeclaredKeysFollowTheirExecutionAndGoWithIt() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk"), written.span(2, 1, "invoke_agent", "seats"));
    ExecutionState desk = execution(1);
    desk.attributes.put("plan", "pro");
    desk.attributes.put("team", "a");
    desk.attributes.put("undeclared", "x");
    ExecutionState seats = execution(2);
    seats.attributes.put("plan", "free");

    attributes(desk, seats);
    assertThat(attributeRows()).containsExactly("1 plan pro", "1 team a", "2 plan free");

    desk.attributes.remove("team");
    desk.attributes.put("plan", "trial");
    attributes(desk);
    assertThat(attributeRows())
        .as("what the other execution said stays")
        .containsExactly("1 plan trial", "2 plan free");

    written.change("delete from executions where span_id = 2");
    attributes(desk);
    assertThat(attributeRows()).containsExactly("1 plan trial");
  }

  @Test
  void withoutDeclaredKeysNothingIsWritten() {
    written.write(written.span(1, 0, "invoke_agent", "desk"));
    ExecutionState desk = execution(1);
    desk.attributes.put("plan", "pro");

    write(List.of(), desk);

    assertThat(attributeRows()).isEmpty();
  }

  private void attributes(ExecutionState... states) {
    write(List.of("plan", "team", "absent"), states);
  }

  private void write(List<String> keys, ExecutionState... states) {
    List<ExecutionStore.Placed> placed =
        java.util.Arrays.stream(states)
            .map(state -> new ExecutionStore.Placed(written.trace, written.day, state, false))
            .toList();
    written.connected(connection -> {
      written.bean(AttributeStore.class).write(connection, written.organization, keys, placed);
      return true;
    });
  }

  private List<String> attributeRows() {
    return written.rows(
        "select span_id || ' ' || key || ' ' || value from execution_attributes order by 1");
  }

  private ExecutionState execution(long span) {
    return java.util.Objects.requireNonNull(
        written
            .connected(connection ->
                written
                    .bean(ExecutionStore.class)
                    .load(connection, written.organization, written.day, written.trace))
            .get(span));
  }

  private Map<Long, StoredAction> around(Span.Builder... spans) {
    return written
        .connected(connection ->
            written
                .bean(ContextStore.class)
                .around(
                    connection, written.organization, written.day, List.of(written.part(spans))))
        .of(written.trace);
  }

  private Set<TraceId> kept(TraceId... traces) {
    return written.connected(connection ->
        written
            .bean(KeptContentStore.class)
            .kept(connection, written.organization, written.day, List.of(traces)));
  }

  private Revision.@Nullable State revision(long number, long ended, String agent) {
    return written
        .write(
            written.revision(
                new Revision(1, number, ended), written.span(1, 0, "invoke_agent", agent)))
        .get(written.trace);
  }

  private @Nullable TraceTop top() {
    TraceTopStore store = written.bean(TraceTopStore.class);
    return written
        .connected(connection ->
            Optional.ofNullable(
                store.of(connection, written.organization, written.day, written.trace)))
        .orElse(null);
  }

  private static Span.Builder failed(Span.Builder span) {
    span.getStatusBuilder()
        .setCode(io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR)
        .setMessage("no answer");
    return span;
  }
}
