package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.observe.mapping.ActionStatus;
import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.RepeatedCalls;
import dev.metaagent.observe.mapping.RunBoundary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Groups the actions of one trace into executions.
///
/// An execution begins at a span that starts a run of an agent, or at the topmost span of its
/// trace. Every other action belongs to the nearest beginning above it. A beginning directly below
/// an execution of the same agent is the same run seen twice and joins it. Where the chain upwards
/// is not known yet, the action is pending and sits in the provisional execution (span 0); where
/// the chain ends without a beginning, it belongs to no execution.
///
/// New spans are added to what is known of the trace: its executions, the stored parents of the new
/// spans and the pending actions. When what arrives would take apart what was put together (a
/// stored run turns out to be part of another, a call was counted by another span), {@link
/// #complicated} is set and the trace is to be assembled again from its content, which gives the
/// same answer as any other order of arrival.
final class Assembly {

  static final long NONE = 0;

  /// Where an action belongs.
  record Place(long executionSpan, boolean pending) {}

  private static final Place PENDING = new Place(NONE, true);
  private static final Place NOWHERE = new Place(NONE, false);

  private final Map<Long, StoredAction> stored;
  private final Map<Long, PreparedSpan> fresh = new TreeMap<>(Long::compareUnsigned);
  private final Map<Long, ExecutionState> executions;
  private final Set<Long> known;
  private final Map<Long, Place> places = new HashMap<>();
  private final Map<Long, AgentId> agents = new HashMap<>();
  private final Function<String, AgentId> agentNamed;
  private final Set<Long> joined = new HashSet<>();
  private final Set<Long> touched = new HashSet<>();
  private Set<Long> repeats = Set.of();
  private boolean complicated;
  private boolean provisionalTaken;
  private boolean provisionalParted;
  private final int pendingElsewhere;

  /// @param stored what is stored around the new spans
  /// @param pendingElsewhere how many stored actions are pending and not among them
  Assembly(
      List<PreparedSpan> spans,
      Map<Long, StoredAction> stored,
      int pendingElsewhere,
      Map<Long, ExecutionState> executions,
      Function<String, AgentId> agentNamed) {
    this.stored = stored;
    this.pendingElsewhere = pendingElsewhere;
    this.agentNamed = agentNamed;
    this.executions = new TreeMap<>(Long::compareUnsigned);
    this.executions.putAll(executions);
    this.known = Set.copyOf(executions.keySet());
    executions.forEach((span, state) -> agents.put(span, Objects.requireNonNull(state.agent)));
    spans.forEach(span -> fresh.putIfAbsent(span.id(), span));
  }

  /// An assembly of a whole trace.
  static Assembly whole(IncomingTrace trace, Function<String, AgentId> agentNamed) {
    List<PreparedSpan> spans = trace.spans().stream().map(IncomingTrace.Span::span).toList();
    Assembly assembly = new Assembly(spans, Map.of(), 0, Map.of(), agentNamed);
    assembly.assemble(trace.logs());
    return assembly;
  }

  void assemble(List<IncomingTrace.LogLine> logs) {
    repeats = RepeatedCalls.among(fresh.values().stream().map(PreparedSpan::mapped).toList());
    complicated |= Repeats.mayMeet(fresh, stored);
    fresh.keySet().forEach(this::place);
    fresh.values().forEach(this::fill);
    logs.forEach(this::hear);
    takeProvisional();
    linkParents();
    noteHandedOver();
    dropEmpty();
    inherit();
    executions.values().forEach(ExecutionState::conclude);
  }

  /// New spans that have a place, or are known to have none.
  Set<Long> placed() {
    Set<Long> placed = new HashSet<>(fresh.keySet());
    placed.removeIf(span -> place(span).equals(PENDING));
    return placed;
  }

  /// The place of a new span.
  Place placeOf(long span) {
    return places.getOrDefault(span, NOWHERE);
  }

  /// Whether something about a new span's place is not known yet: its execution, or, for one that
  /// begins an execution, what lies above it.
  boolean open(long span) {
    Place place = placeOf(span);
    return place.executionSpan() == span
        ? above(span).pending()
        : place.executionSpan() == NONE && place.pending();
  }

  boolean counted(long span) {
    PreparedSpan prepared = fresh.get(span);
    return prepared != null && prepared.mapped().countsUsage() && !repeats.contains(span);
  }

  /// Whether a new span tells again what another one tells: it is kept as an action of no kind.
  boolean repeats(long span) {
    return repeats.contains(span);
  }

  /// Executions of the trace by the span that begins them; each holds a step of an agent.
  Map<Long, ExecutionState> executions() {
    return executions;
  }

  /// Executions that changed.
  Set<Long> touched() {
    return touched;
  }

  /// Stored pending actions that have a place now.
  Map<Long, Place> moves() {
    Map<Long, Place> moves = new TreeMap<>(Long::compareUnsigned);
    for (StoredAction action : stored.values()) {
      if (!action.pending()) {
        continue;
      }
      Place place = action.begins() ? above(action.span()) : place(action.span());
      if (action.begins() && !place.pending()) {
        moves.put(action.span(), new Place(action.executionSpan(), false));
      } else if (!action.begins() && !place.equals(PENDING)) {
        moves.put(action.span(), new Place(place.executionSpan(), false));
      }
    }
    return moves;
  }

  boolean complicated() {
    return complicated;
  }

  /// Whether the provisional execution became part of another.
  boolean provisionalTaken() {
    return provisionalTaken;
  }

  /// Whether a part of the provisional execution has a place now and the rest has another or none:
  /// its actions are to be read again and placed with the new ones.
  boolean provisionalParted() {
    return provisionalParted;
  }

  /// Tells the assembly that it cannot add to what is stored.
  void startOver() {
    complicated = true;
  }

  /// Places a span and everything above it that is known. Chains can be thousands long, so this
  /// climbs first and then walks down again instead of recursing.
  private Place place(long span) {
    List<Long> chain = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long at = span;
    while (at != 0 && !places.containsKey(at) && seen.add(at)) {
      Long parent = parentOf(at);
      if (parent == null) {
        break;
      }
      chain.add(at);
      at = parent;
    }
    Place above = at == 0 || chain.contains(at) ? NOWHERE : places.getOrDefault(at, PENDING);
    for (long next : chain.reversed()) {
      above = placeBelow(next, above);
      places.put(next, above);
    }
    return places.getOrDefault(span, above);
  }

  /// The parent of a known action, 0 for a topmost one, null when the action is not known.
  private @Nullable Long parentOf(long span) {
    PreparedSpan prepared = fresh.get(span);
    if (prepared != null) {
      return prepared.mapped().parentSpanId();
    }
    StoredAction action = stored.get(span);
    return action == null ? null : Long.valueOf(action.parent());
  }

  private Place placeBelow(long span, Place above) {
    StoredAction action = stored.get(span);
    if (action != null) {
      boolean open = action.pending() && !action.begins();
      return open ? above : new Place(action.executionSpan(), false);
    }
    MappedSpan mapped = Objects.requireNonNull(fresh.get(span)).mapped();
    AgentId agent = agentBegun(mapped, above.equals(NOWHERE));
    if (agent == null) {
      return above;
    }
    long holder = above.executionSpan();
    if (holder != NONE && agent.equals(agents.get(holder))) {
      joined.add(span);
      return above;
    }
    complicated |= holder != NONE && !fresh.containsKey(holder) && mayYield(executions.get(holder));
    agents.put(span, agent);
    return new Place(span, above.pending());
  }

  /// Whether a stored beginning could be a top that gives its run to the agent below it.
  private static boolean mayYield(@Nullable ExecutionState holder) {
    return holder == null || holder.aboveSpan == 0;
  }

  /// The agent whose run begins at a span, or null.
  ///
  /// @param topmost whether nothing above it belongs to a run
  private @Nullable AgentId agentBegun(MappedSpan span, boolean topmost) {
    if (topmost && AgentsNamed.yields(span) != RunBoundary.Yields.NEVER) {
      complicated |= !stored.isEmpty() || !known.isEmpty();
      AgentId below = AgentsNamed.below(span, fresh.values(), agentNamed);
      if (below != null) {
        return below;
      }
    }
    String name = AgentsNamed.begunAt(span, topmost);
    return name == null ? null : agentNamed.apply(name);
  }

  /// The place above an action: what its parent belongs to.
  private Place above(long span) {
    Long parent = parentOf(span);
    if (parent == null || parent == 0 || parent == span) {
      return NOWHERE;
    }
    return parentOf(parent) == null ? PENDING : place(parent);
  }

  private void fill(PreparedSpan prepared) {
    MappedSpan mapped = prepared.mapped();
    Place place = placeOf(mapped.spanId());
    long execution = place.executionSpan();
    if (execution == NONE && !place.pending()) {
      return;
    }
    ExecutionState state = executions.computeIfAbsent(execution, ExecutionState::new);
    touched.add(execution);
    if (execution == mapped.spanId()) {
      state.begin(mapped);
      state.agent = agents.get(execution);
    } else if (execution == NONE) {
      // one without any step was not stored: what it holds is not counted yet
      provisionalParted |= !known.contains(NONE) && pendingBefore();
      name(state, AgentsNamed.provisionalAt(mapped));
    } else if (!fresh.containsKey(execution) && !known.contains(execution)) {
      // a run without any step of an agent is not stored; with this action it may be one
      complicated = true;
    }
    state.joinedFailed |= joined.contains(mapped.spanId()) && mapped.status() == ActionStatus.ERROR;
    state.include(prepared, counted(mapped.spanId()));
  }

  private boolean pendingBefore() {
    return pendingElsewhere > 0
        || stored.values().stream().anyMatch(action -> action.pending() && !action.begins());
  }

  private void name(ExecutionState provisional, String name) {
    provisional.reopen();
    provisional.name =
        provisional.name.isEmpty() ? name : ExecutionState.first(provisional.name, name);
    provisional.agent = agentNamed.apply(provisional.name);
  }

  private void hear(IncomingTrace.LogLine line) {
    ExecutionState state =
        line.run() == null ? null : executions.get(placeOf(line.spanId()).executionSpan());
    if (state != null) {
      state.facts.hear(Objects.requireNonNull(line.run()), false);
    }
  }

  /// Moves the provisional execution to the one that its actions turn out to belong to.
  private void takeProvisional() {
    Set<Place> found = new HashSet<>();
    for (StoredAction action : stored.values()) {
      if (action.pending() && !action.begins()) {
        found.add(place(action.span()));
      }
    }
    if (found.isEmpty() || found.equals(Set.of(PENDING))) {
      return;
    }
    boolean morePending =
        pendingElsewhere > 0
            || fresh.keySet().stream().anyMatch(span -> placeOf(span).equals(PENDING));
    ExecutionState provisional = executions.get(NONE);
    ExecutionState taker = executions.get(found.iterator().next().executionSpan());
    if (found.size() > 1
        || morePending
        || provisional == null
        || taker == null
        || taker == provisional) {
      provisionalParted = true;
      return;
    }
    taker.absorb(provisional);
    touched.add(taker.span);
    executions.remove(NONE);
    provisionalTaken = true;
  }

  private void linkParents() {
    for (ExecutionState state : executions.values()) {
      if (state.span == NONE || state.aboveSpan == 0 || state.parentSpan != null) {
        continue;
      }
      long above = above(state.span).executionSpan();
      if (above == NONE || above == state.span || !executions.containsKey(above)) {
        continue;
      }
      boolean sameRun = Objects.equals(agents.get(state.span), agents.get(above));
      boolean storedTop = !fresh.containsKey(above) && mayYield(executions.get(above));
      complicated |= !fresh.containsKey(state.span) && (sameRun || storedTop);
      state.parentSpan = above;
      touched.add(state.span);
    }
  }

  /// A top that only carries the application's name fails with the last agent that ran below it.
  private void noteHandedOver() {
    for (ExecutionState state : executions.values()) {
      PreparedSpan top = fresh.get(state.span);
      if (top == null || AgentsNamed.yields(top.mapped()) == RunBoundary.Yields.NEVER) {
        continue;
      }
      executions.values().stream()
          .filter(nested -> Objects.equals(nested.parentSpan, state.span))
          .max(
              Comparator.comparingLong((ExecutionState nested) -> nested.endedNanos)
                  .thenComparingLong(nested -> nested.span))
          .ifPresent(last -> state.handedOverFailed = last.beginningStatus == ExecutionState.ERROR);
    }
  }

  /// A run without any step of an agent (a plain HTTP request, say) is no execution.
  private void dropEmpty() {
    Set<Long> empty = new HashSet<>();
    executions.values().stream()
        .filter(state -> state.steps == 0)
        .forEach(state -> empty.add(state.span));
    executions.keySet().removeAll(empty);
    touched.removeAll(empty);
    for (ExecutionState state : executions.values()) {
      if (state.parentSpan != null && empty.contains(state.parentSpan)) {
        state.parentSpan = null;
      }
    }
  }

  /// Session, user and environment come from the parent where a run does not say them itself.
  private void inherit() {
    List<ExecutionState> topDown = new ArrayList<>(executions.values());
    topDown.sort(Comparator.comparingInt(this::depth));
    for (ExecutionState state : topDown) {
      ExecutionState parent = state.parentSpan == null ? null : executions.get(state.parentSpan);
      if (state.inherit(parent)) {
        touched.add(state.span);
      }
    }
  }

  private int depth(ExecutionState state) {
    int depth = 0;
    for (ExecutionState at = state; at != null && depth <= executions.size(); depth++) {
      at = at.parentSpan == null ? null : executions.get(at.parentSpan);
    }
    return depth;
  }
}
