package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.Steps;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The promise of the assembly: a trace that comes in any parts and any order is what it is when it
/// comes whole, provided that a part which does not fit is assembled again with all that is stored.
/// What is stored is kept in memory here.
class AssemblyInPartsTest {

  private static final int TRACES = 120;

  @Test
  void aTraceIsTheSameInWhateverPartsItComes() throws IllegalAccessException {
    int parts = 0;
    int added = 0;
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      List<Told> trace = trace(random);
      Kept whole = new Kept();
      whole.rebuild(trace);
      List<Told> arriving = new ArrayList<>(trace);
      Collections.shuffle(arriving, random);
      Kept kept = new Kept();
      for (int from = 0; from < arriving.size(); ) {
        int to = Math.min(arriving.size(), from + 1 + random.nextInt(5));
        parts++;
        added += kept.add(arriving.subList(from, to)) ? 1 : 0;
        from = to;
      }

      assertThat(kept.places).as("places of trace %s", seed).isEqualTo(whole.places);
      assertThat(kept.told()).as("executions of trace %s", seed).isEqualTo(whole.told());
    }
    assertThat(added).as("most parts are added without a rebuild").isGreaterThan(parts / 2);
  }

  @Test
  void whatIsSentAgainChangesNothing() throws IllegalAccessException {
    for (int seed = 0; seed < 40; seed++) {
      List<Told> trace = trace(new Random(seed));
      Kept once = new Kept();
      once.rebuild(trace);
      List<Told> twice = new ArrayList<>(trace);
      twice.addAll(trace);
      Kept again = new Kept();
      again.rebuild(twice);

      assertThat(again.told()).isEqualTo(once.told());
    }
  }

  /// What a database would hold of one trace.
  private static final class Kept {
    final List<Told> spans = new ArrayList<>();
    final Map<Long, Assembly.Place> places = new TreeMap<>();
    Map<Long, ExecutionState> executions = new TreeMap<>();

    /// Adds a part; answers whether it fitted.
    boolean add(List<Told> part) {
      Map<Long, StoredAction> stored = new HashMap<>();
      for (Told span : spans) {
        long id = span.span().spanId();
        Assembly.Place place = places.getOrDefault(id, new Assembly.Place(0, false));
        stored.put(id, span.stored(place.executionSpan(), place.pending()));
      }
      Assembly assembly =
          new Assembly(prepared(part), stored, 0, executions, Steps::agent, WorkLimit.NONE);
      assembly.assemble(List.of());
      spans.addAll(part);
      if (assembly.fit() != WritePlan.Fit.ADDS) {
        rebuild(List.copyOf(spans));
        return false;
      }
      places.putAll(assembly.moves());
      file(part, assembly);
      return true;
    }

    void rebuild(List<Told> all) {
      Assembly assembly =
          new Assembly(prepared(all), Map.of(), 0, Map.of(), Steps::agent, WorkLimit.NONE);
      assembly.assemble(List.of());
      spans.clear();
      spans.addAll(all);
      places.clear();
      file(all, assembly);
    }

    /// Every field of every execution, as text.
    Map<Long, Map<String, String>> told() throws IllegalAccessException {
      Map<Long, Map<String, String>> told = new TreeMap<>();
      for (ExecutionState state : executions.values()) {
        Map<String, String> fields = new TreeMap<>();
        for (Field field : ExecutionState.class.getFields()) {
          fields.put(field.getName(), String.valueOf(field.get(state)));
        }
        StringBuilder facts = new StringBuilder().append(state.facts.saidByBeginning());
        for (ExecutionLabels.Fact fact : ExecutionLabels.Fact.values()) {
          facts.append(' ').append(state.facts.get(fact));
        }
        fields.put("facts", facts.toString());
        told.put(state.span, fields);
      }
      return told;
    }

    private void file(List<Told> part, Assembly assembly) {
      for (Told told : part) {
        long id = told.span().spanId();
        places.put(id, new Assembly.Place(assembly.placeOf(id).executionSpan(), assembly.open(id)));
      }
      executions = new TreeMap<>(assembly.executions());
    }

    private static List<PreparedSpan> prepared(List<Told> spans) {
      return spans.stream().map(Told::prepared).toList();
    }
  }

  private static List<Told> trace(Random random) {
    int size = 2 + random.nextInt(14);
    List<Told> spans = new ArrayList<>();
    for (int id = 1; id <= size; id++) {
      long parent = id == 1 || random.nextInt(12) == 0 ? 0 : 1L + random.nextInt(id - 1);
      if (random.nextInt(25) == 0) {
        parent = 900L + random.nextInt(2); // never comes
      }
      long start = 1_000_000L * (1 + random.nextInt(20));
      Told span = span(random, id, parent).at(start, start + 1_000_000L * random.nextInt(20));
      if (random.nextInt(5) == 0) {
        span.failed("type " + random.nextInt(3), "message " + id);
      }
      for (ExecutionLabels.Fact fact : ExecutionLabels.Fact.values()) {
        if (random.nextInt(8) == 0) {
          span.with(fact, "value " + random.nextInt(4));
        }
      }
      spans.add(span);
    }
    return spans;
  }

  private static Told span(Random random, long id, long parent) {
    String agent = List.of("desk", "seats", "refunds").get(random.nextInt(3));
    ExecutionBoundary.Yields[] yields = ExecutionBoundary.Yields.values();
    return switch (random.nextInt(7)) {
      case 0, 1 -> Told.agent(id, parent, agent);
      case 2 ->
          Told.call(id, parent)
              .scope("scope " + random.nextInt(2))
              .model("m" + random.nextInt(2))
              .tokens((long) random.nextInt(50), (long) random.nextInt(50))
              .costing(random.nextInt(100));
      case 3 -> Told.of(id, parent, ActionKind.CHAIN);
      case 4 ->
          Told.of(id, parent, ActionKind.OTHER)
              .plain()
              .bounded(
                  new ExecutionBoundary.WhenTopmost(null, yields[random.nextInt(yields.length)]));
      case 5 ->
          Told.tool(id, parent)
              .bounded(new ExecutionBoundary.WhenTopmost(null, ExecutionBoundary.Yields.NEVER));
      default -> Told.tool(id, parent);
    };
  }
}
