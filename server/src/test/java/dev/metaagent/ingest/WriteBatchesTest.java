package dev.metaagent.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.Steps;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WriteBatchesTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

  @Test
  void partsOfOneTraceBecomeOnePart() {
    List<List<IncomingTrace>> batches =
        WriteBatches.of(List.of(part(1, 1), part(2, 1), part(1, 2)), 10);

    assertThat(batches).hasSize(1);
    assertThat(batches.getFirst()).extracting(trace -> trace.packs().size()).containsExactly(2, 1);
  }

  @Test
  void spansAndLogRecordsOfAMergedPartNameTheirOwnPack() {
    IncomingTrace merged =
        WriteBatches.of(List.of(part(1, 1), part(1, 2)), 10).getFirst().getFirst();

    assertThat(merged.spans()).extracting(IncomingTrace.Span::pack).containsExactly(0, 1);
  }

  @Test
  void aPartThatIsSentAgainIsKeptOnce() {
    IncomingTrace merged =
        WriteBatches.of(List.of(part(1, 1), part(1, 1), part(1, 2), part(1, 1)), 10)
            .getFirst()
            .getFirst();

    assertThat(merged.packs()).hasSize(2);
    assertThat(merged.spans()).extracting(span -> span.span().id()).containsExactly(1L, 2L);
  }

  @Test
  void aTraceHasABoundedNumberOfSpansInEachBatch() {
    List<List<IncomingTrace>> batches =
        WriteBatches.of(List.of(part(1, 1), part(1, 2), part(1, 3), part(2, 4)), 2);

    assertThat(batches).hasSize(2);
    assertThat(batches.getFirst()).extracting(trace -> trace.spans().size()).containsExactly(2, 1);
    assertThat(batches.get(1)).extracting(trace -> trace.spans().size()).containsExactly(1);
  }

  @Test
  void revisionsOfOneRunAreWrittenOneAfterTheOther() {
    IncomingTrace first = part(1, 1).with(new Revision(1, 1, 0));
    IncomingTrace second = part(1, 1).with(new Revision(1, 2, 0));

    assertThat(WriteBatches.of(List.of(first, second, part(2, 1)), 10))
        .containsExactly(List.of(first, part(2, 1)), List.of(second));
  }

  private static IncomingTrace part(long trace, long span) {
    return new IncomingTrace(
        new TraceId(new UUID(0, trace)),
        DAY,
        List.of(new IncomingTrace.Span(Steps.step(span, 0, "agent_step", null), 0)),
        List.of(),
        List.of(PACK));
  }

  private static final IncomingTrace.Pack PACK = new IncomingTrace.Pack(1, 0, new byte[0]);
}
