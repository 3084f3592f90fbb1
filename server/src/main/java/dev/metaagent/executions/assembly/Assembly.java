package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.kernel.AgentId;
import java.util.ArrayList;
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
/// an execution of the same agent is the same run reported twice and is merged into it. While the
/// chain of parents is incomplete, the action is pending and belongs to the provisional execution
/// (span 0); where the chain ends without a beginning, it belongs to no execution.
///
/// New spans are added to what is known of the trace: its executions, the stored parents of the new
/// spans and the pending actions. When new spans contradict what was assembled (a stored run turns
/// out to be part of another, a call was counted from another span), {@link #fit} says so and the
/// trace must be assembled again from its content, so that the result does not depend on the order
/// of arrival.
public final class Assembly {

  public static final long NONE = 0;

  /// Where an action belongs.
  ///
  /// @param alone whether it belongs nowhere because it, or the topmost span above it, is what an
  ///   agent uses, without one
  public record Place(long executionSpan, boolean pending, boolean alone) {
    Place(long executionSpan, boolean pending) {
      this(executionSpan, pending, false);
    }
  }

  private static final Place PENDING = new Place(NONE, true);
  private static final Place NOWHERE = new Place(NONE, false);
  private static final Place ALONE = new Place(NONE, false, true);

  private final Map<Long, StoredAction> stored;
  private final Map<Long, PreparedSpan> fresh = new TreeMap<>(Long::compareUnsigned);
  private final Map<Long, ExecutionState> executions;
  private final Set<Long> known;
  private final Map<Long, Place> places = new HashMap<>();
  private final Map<Long, AgentId> agents = new HashMap<>();
  private final Function<String, AgentId> agentNamed;
  private final Set<Long> joined = new HashSet<>();
  private final Set<Long> touched = new HashSet<>();
  private final NewCalls calls = new NewCalls(fresh);
  private boolean complicated;
  private boolean provisionalTaken;
  private boolean provisionalParted;
  private final int pendingElsewhere;
  private final boolean pendingBefore;
  private final SpanTree tree;
  private final Set<Long> storedParents = new HashSet<>();
  private final WorkLimit limit;

  /// @param stored the stored context of the new spans
  /// @param pendingElsewhere how many stored actions are pending and not among them
  public Assembly(
      List<PreparedSpan> spans,
      Map<Long, StoredAction> stored,
      int pendingElsewhere,
      Map<Long, ExecutionState> executions,
      Function<String, AgentId> agentNamed,
      WorkLimit limit) {
    this.stored = stored;
    this.limit = limit;
    this.pendingElsewhere = pendingElsewhere;
    this.agentNamed = agentNamed;
    this.executions = new TreeMap<>(Long::compareUnsigned);
    this.executions.putAll(executions);
    this.known = Set.copyOf(executions.keySet());
    executions.forEach((span, state) -> agents.put(span, Objects.requireNonNull(state.agent)));
    spans.forEach(span -> fresh.putIfAbsent(span.id(), span));
    this.tree = new SpanTree(fresh.values());
    stored.values().forEach(action -> storedParents.add(action.parent()));
    this.pendingBefore =
        pendingElsewhere > 0
            || stored.values().stream().anyMatch(action -> action.pending() && !action.begins());
  }

  /// An assembly of a whole trace.
  public static Assembly whole(
      IncomingTrace trace, Function<String, AgentId> agentNamed, WorkLimit limit) {
    List<PreparedSpan> spans = trace.spans().stream().map(IncomingTrace.Span::span).toList();
    Assembly assembly = new Assembly(spans, Map.of(), 0, Map.of(), agentNamed, limit);
    assembly.assemble(trace.logs());
    return assembly;
  }

  public void assemble(List<IncomingTrace.LogLine> logs) {
    calls.account();
    complicated |= DuplicateCallDetector.mayMeet(fresh, stored);
    fresh.keySet().forEach(this::place);
    fresh.values().forEach(this::fill);
    logs.forEach(this::addFacts);
    takeProvisional();
    linkParents();
    complicated |= !calls.countTotals(executions);
    new Conclusion(executions, fresh, touched).draw();
  }

  /// New spans whose place is known, including those that belong to no execution.
  public Set<Long> placed() {
    Set<Long> placed = new HashSet<>(fresh.keySet());
    placed.removeIf(span -> place(span).equals(PENDING));
    return placed;
  }

  /// The place of a new span.
  public Place placeOf(long span) {
    return places.getOrDefault(span, NOWHERE);
  }

  /// Whether the place of a new span is not fully known yet: its execution, or, for one that begins
  /// an execution, the spans above it.
  public boolean open(long span) {
    Place place = placeOf(span);
    return place.executionSpan() == span
        ? above(span).pending()
        : place.executionSpan() == NONE && place.pending();
  }

  /// Whether the tokens and the cost of a new span are part of the sums of its execution.
  public boolean counted(long span) {
    return calls.counted(span);
  }

  /// Whether a new span is a duplicate of another one: it is kept as an action without a kind.
  public boolean repeats(long span) {
    return calls.repeats(span);
  }

  /// A new span, completed by what its duplicates state.
  public PreparedSpan prepared(long span) {
    return Objects.requireNonNull(fresh.get(span));
  }

  /// Executions of the trace by the span that begins them; each contains at least one step of an
  /// agent.
  public Map<Long, ExecutionState> executions() {
    return executions;
  }

  /// Executions that changed.
  public Set<Long> touched() {
    return touched;
  }

  /// Stored pending actions whose place is known now.
  public Map<Long, Place> moves() {
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

  /// How the new spans relate to what is stored.
  public WritePlan.Fit fit() {
    if (complicated) {
      return WritePlan.Fit.CONTRADICTS;
    }
    return provisionalParted ? WritePlan.Fit.PARTS_PENDING : WritePlan.Fit.ADDS;
  }

  /// Whether the provisional execution was absorbed by another.
  public boolean provisionalTaken() {
    return provisionalTaken;
  }

  /// Places a span and all known spans above it. Chains can be thousands of spans long, so this
  /// iterates upwards and then downwards instead of recursing.
  private Place place(long span) {
    limit.step();
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
      return placeOf(action, above);
    }
    MappedSpan mapped = Objects.requireNonNull(fresh.get(span)).mapped();
    // what is alone would be a run if it had been known that an agent acts below
    complicated |= above.alone() && NamedAgents.acts(mapped);
    AgentId agent = agentBegun(mapped, above.equals(NOWHERE));
    if (agent == null) {
      boolean alone = mapped.boundary() instanceof ExecutionBoundary.AroundCalls;
      return alone && above.equals(NOWHERE) ? ALONE : above;
    }
    long holder = above.executionSpan();
    if (holder != NONE && agent.equals(agents.get(holder))) {
      joined.add(span);
      return above;
    }
    complicated |= holder != NONE && mayYield(holder);
    agents.put(span, agent);
    // the actions in it are placed, whether or not its own parent is known yet
    return new Place(span, false);
  }

  private static Place placeOf(StoredAction action, Place above) {
    if (action.pending() && !action.begins()) {
      return above;
    }
    boolean nowhere = action.executionSpan() == NONE;
    return nowhere && (above.alone() || NamedAgents.isUsed(action.kind()))
        ? ALONE
        : new Place(action.executionSpan(), false);
  }

  /// Whether a stored beginning, above which no run is known, could yield to an agent below.
  private boolean mayYield(long beginning) {
    ExecutionState state = executions.get(beginning);
    StoredAction action = stored.get(beginning);
    boolean aboveKnown = action == null || !action.pending();
    return !fresh.containsKey(beginning)
        && (state == null || (state.parentSpan == null && aboveKnown));
  }

  /// The agent whose run begins at a span, or null.
  ///
  /// @param topmost whether nothing above it belongs to a run
  private @Nullable AgentId agentBegun(MappedSpan span, boolean topmost) {
    if (topmost && NamedAgents.asksBelow(span)) {
      // which agents run below it was decided without it
      complicated |= tree.reaches(span.spanId(), storedParents);
      AgentId below = NamedAgents.below(span, tree, agentNamed);
      if (below != null) {
        return below;
      }
    }
    boolean around = span.boundary() instanceof ExecutionBoundary.AroundCalls;
    if (around && !(topmost && tree.anyBelow(span.spanId(), NamedAgents::acts))) {
      return null;
    }
    String name = NamedAgents.begunAt(span, topmost);
    return name == null ? null : agentNamed.apply(name);
  }

  /// The place of the parent of an action.
  private Place above(long span) {
    Long parent = parentOf(span);
    if (parent == null || parent == 0 || parent == span) {
      return NOWHERE;
    }
    return parentOf(parent) == null ? PENDING : place(parent);
  }

  private void fill(PreparedSpan prepared) {
    limit.step();
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
      // an execution without any step was not stored: its actions are not counted yet
      provisionalParted |= !known.contains(NONE) && pendingBefore;
      name(state, NamedAgents.provisionalAt(mapped));
    } else if (!fresh.containsKey(execution) && !known.contains(execution)) {
      // a run without any step of an agent is not stored; with this action it may be one
      complicated = true;
    }
    if (execution == mapped.spanId() || joined.contains(mapped.spanId())) {
      calls.offerTotal(execution, prepared);
    } else if (mapped.acting() != null && !fresh.containsKey(execution) && execution != NONE) {
      // the run was named before an action in it said which agent acts
      complicated |= mayYield(execution) && names(state, mapped.acting());
    }
    state.joinedFailed |= joined.contains(mapped.spanId()) && mapped.status() == ActionStatus.ERROR;
    state.include(prepared, counted(mapped.spanId()));
  }

  private boolean names(ExecutionState state, String agent) {
    return !agentNamed.apply(agent).equals(state.agent);
  }

  private void name(ExecutionState provisional, String name) {
    provisional.reopen();
    provisional.name =
        provisional.name.isEmpty() ? name : ExecutionState.first(provisional.name, name);
    provisional.agent = agentNamed.apply(provisional.name);
  }

  private void addFacts(IncomingTrace.LogLine line) {
    ExecutionState state =
        line.run() == null ? null : executions.get(placeOf(line.spanId()).executionSpan());
    if (state != null) {
      state.facts.addFacts(Objects.requireNonNull(line.run()), false);
    }
  }

  /// Moves the provisional execution into the one that its actions belong to.
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
      complicated |= !fresh.containsKey(state.span) && (sameRun || mayYield(above));
      state.parentSpan = above;
      touched.add(state.span);
    }
  }
}
