package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.MappedSpan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is below what, of spans and of executions; also where senders tell rings.
class TreesTest {

  @Test
  void theSpansBelowOneAreThoseThatNameItAsTheirParent() {
    SpanTree tree = tree(Told.tool(1, 0), Told.tool(2, 1), Told.tool(3, 1), Told.tool(4, 3));

    assertThat(tree.below(1)).extracting(MappedSpan::spanId).containsExactly(2L, 3L);
    assertThat(tree.below(4)).isEmpty();
    assertThat(tree.below(99)).isEmpty();
  }

  @Test
  void aSpanReachesItselfAndEverythingBelowIt() {
    SpanTree tree = tree(Told.tool(1, 0), Told.tool(2, 1), Told.tool(3, 2), Told.tool(4, 0));

    assertThat(tree.reaches(1, Set.of(1L))).isTrue();
    assertThat(tree.reaches(1, Set.of(3L))).isTrue();
    assertThat(tree.reaches(1, Set.of(4L))).isFalse();
    assertThat(tree.reaches(3, Set.of(1L))).isFalse();
    assertThat(tree.reaches(1, Set.of())).isFalse();
  }

  @Test
  void aRingOfSpansEnds() {
    SpanTree tree = tree(Told.tool(1, 2), Told.tool(2, 1));

    assertThat(tree.reaches(1, Set.of(2L))).isTrue();
    assertThat(tree.reaches(1, Set.of(3L))).isFalse();
  }

  @Test
  void everyExecutionComesAfterTheOneAboveIt() {
    ExecutionTree tree = executions(run(1, 5L), run(2, null), run(3, 1L), run(5, 2L));

    assertThat(spans(tree.topDown())).containsExactly(2L, 5L, 1L, 3L);
  }

  @Test
  void anExecutionWhoseParentIsNotKnownIsATop() {
    ExecutionTree tree = executions(run(1, 99L), run(2, 1L));

    assertThat(spans(tree.topDown())).containsExactly(1L, 2L);
  }

  @Test
  void executionsAboveEachOtherComeOnceEachWithWhatIsBelowThem() {
    ExecutionTree tree = executions(run(1, 2L), run(2, 1L), run(3, 2L), run(4, null));

    assertThat(spans(tree.topDown())).containsExactly(4L, 1L, 2L, 3L);
  }

  @Test
  void anExecutionKnowsTheOneAboveAndThoseDirectlyBelow() {
    ExecutionState top = run(1, null);
    ExecutionState middle = run(2, 1L);
    ExecutionState low = run(3, 2L);
    ExecutionState orphan = run(4, 99L);
    ExecutionTree tree = executions(top, middle, low, orphan);

    assertThat(tree.nestedIn(top)).containsExactly(middle);
    assertThat(tree.nestedIn(low)).isEmpty();
    assertThat(tree.above(low)).isSameAs(middle);
    assertThat(tree.above(top)).isNull();
    assertThat(tree.above(orphan)).isNull();
  }

  private static List<Long> spans(List<ExecutionState> states) {
    return states.stream().map(state -> state.span).toList();
  }

  private static SpanTree tree(Told... spans) {
    return new SpanTree(Arrays.stream(spans).map(Told::prepared).toList());
  }

  private static ExecutionTree executions(ExecutionState... states) {
    Map<Long, ExecutionState> bySpan = new TreeMap<>();
    for (ExecutionState state : states) {
      bySpan.put(state.span, state);
    }
    return new ExecutionTree(bySpan);
  }

  private static ExecutionState run(long span, @Nullable Long parent) {
    ExecutionState state = new ExecutionState(span);
    state.parentSpan = parent;
    return state;
  }
}
