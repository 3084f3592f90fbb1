package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.observe.mapping.MappedSpan;
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
import java.util.function.Consumer;
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

  /// A stored action as far as the assembly needs it.
  record Stored(long span, long parent, long executionSpan, boolean pending) {

    boolean begins() {
      return executionSpan == span && span != 0;
    }
  }

  /// Where an action belongs.
  record Place(long executionSpan, boolean pending) {}

  private static final Place PENDING = new Place(NONE, true);
  private static final Place NOWHERE = new Place(NONE, false);

  private final Map<Long, Stored> stored;
  private final Map<Long, PreparedSpan> fresh = new TreeMap<>(Long::compareUnsigned);
  private final Map<Long, ExecutionState> executions;
  private final Set<Long> known;
  private final Map<Long, Place> places = new HashMap<>();
  private final Map<Long, AgentId> agents = new HashMap<>();
  private final Function<String, AgentId> agentNamed;
  private final Set<Long> yielding = new HashSet<>();
  private final Map<Long, Long> joined = new HashMap<>();
  private final Set<Long> touched = new HashSet<>();
  private final Set<Long> uncounted = new HashSet<>();
  private boolean complicated;
  private boolean provisionalTaken;

  Assembly(
      List<PreparedSpan> spans,
      Map<Long, Stored> stored,
      Map<Long, ExecutionState> executions,
      Function<String, AgentId> agentNamed) {
    this.stored = stored;
    this.agentNamed = agentNamed;
    this.executions = new TreeMap<>(Long::compareUnsigned);
    this.executions.putAll(executions);
    this.known = Set.copyOf(executions.keySet());
    executions.forEach((span, state) -> {
      if (state.agent != null) {
        agents.put(span, state.agent);
      }
    });
    spans.forEach(span -> fresh.putIfAbsent(span.id(), span));
  }

  /// An assembly of a whole trace.
  static Assembly whole(List<PreparedSpan> spans, Function<String, AgentId> agentNamed) {
    Assembly assembly = new Assembly(spans, Map.of(), Map.of(), agentNamed);
    assembly.assemble();
    return assembly;
  }

  void assemble() {
    chooseCountedCalls();
    fresh.keySet().forEach(this::place);
    yieldToOnlyAgent();
    fresh.values().forEach(this::fill);
    takeProvisional();
    linkParents();
    executions.keySet().removeIf(joined::containsKey);
    dropEmpty();
    inherit();
    executions.values().forEach(ExecutionState::conclude);
  }

  /// The place of a new span.
  Place placeOf(long span) {
    return settled(places.getOrDefault(span, NOWHERE));
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
    return prepared != null && prepared.mapped().countsUsage() && !uncounted.contains(span);
  }

  /// Executions of the trace that hold at least one step of an agent, by the span that begins them.
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
    for (Stored action : stored.values()) {
      if (!action.pending()) {
        continue;
      }
      if (action.begins()) {
        Place above = above(action.span());
        if (!above.pending()) {
          moves.put(action.span(), new Place(action.executionSpan(), false));
        }
      } else if (!placeOf(action.span()).pending()) {
        moves.put(action.span(), placeOf(action.span()));
      }
    }
    return moves;
  }

  boolean complicated() {
    return complicated;
  }

  private Place settled(Place place) {
    long execution = place.executionSpan();
    while (joined.containsKey(execution)) {
      execution = joined.get(execution);
    }
    return execution == place.executionSpan() ? place : new Place(execution, place.pending());
  }

  /// Places a span and everything above it that is known. Chains can be thousands long, so this
  /// climbs first and then walks down again instead of recursing.
  private Place place(long span) {
    List<Long> chain = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long at = span;
    while (at != 0 && !places.containsKey(at) && parentOf(at) != null && seen.add(at)) {
      chain.add(at);
      at = Objects.requireNonNull(parentOf(at));
    }
    Place above =
        at == 0 ? NOWHERE : seen.contains(at) ? NOWHERE : places.getOrDefault(at, PENDING);
    for (int i = chain.size() - 1; i >= 0; i--) {
      above = placeBelow(chain.get(i), above);
      places.put(chain.get(i), above);
    }
    return places.getOrDefault(span, above);
  }

  private @Nullable Long parentOf(long span) {
    PreparedSpan prepared = fresh.get(span);
    if (prepared != null) {
      return prepared.mapped().parentSpanId() == span
          ? Long.valueOf(0)
          : Long.valueOf(prepared.mapped().parentSpanId());
    }
    Stored known = stored.get(span);
    return known == null ? null : Long.valueOf(known.parent());
  }

  private Place placeBelow(long span, Place above) {
    Stored known = stored.get(span);
    if (known != null) {
      boolean open = known.pending() && !known.begins();
      return open ? above : new Place(known.executionSpan(), false);
    }
    MappedSpan mapped = Objects.requireNonNull(fresh.get(span)).mapped();
    String name = agentBegun(mapped, this::noteYielding);
    if (name == null) {
      return above;
    }
    AgentId agent = agentNamed.apply(name);
    long holder = settled(above).executionSpan();
    if (holder != NONE && agent.equals(agents.get(holder))) {
      return above;
    }
    agents.put(span, agent);
    return new Place(span, above.pending());
  }

  private void noteYielding(MappedSpan top) {
    yielding.add(top.spanId());
  }

  /// The name of the agent whose run begins at a span if nothing above says otherwise, or null.
  static @Nullable String agentBegun(MappedSpan span, Consumer<MappedSpan> yielding) {
    return switch (span.boundary()) {
      case RunBoundary.Starts(String agent) -> agent;
      case RunBoundary.Never _ -> null;
      case RunBoundary.WhenTopmost topmost -> {
        if (span.parentSpanId() != 0) {
          yield null;
        }
        if (topmost.yields()) {
          yielding.accept(span);
        }
        yield topmost.agentName() != null ? topmost.agentName() : applicationName(span);
      }
    };
  }

  /// The name an action gives its agent while the beginning is not known.
  static String provisionalAgent(MappedSpan span) {
    return span.run().agentName() != null ? span.run().agentName() : applicationName(span);
  }

  private static String applicationName(MappedSpan span) {
    return span.run().serviceName() != null ? span.run().serviceName() : span.name();
  }

  /// A topmost span that only carries the application's name gives its run to the agent below it
  /// when there is exactly one.
  private void yieldToOnlyAgent() {
    for (long top : yielding) {
      List<Long> below = new ArrayList<>();
      for (long span : agents.keySet()) {
        if (span != top && fresh.containsKey(span) && above(span).executionSpan() == top) {
          below.add(span);
        }
      }
      if (below.size() == 1) {
        joined.put(top, below.getFirst());
      }
    }
    boolean couldYield =
        !stored.isEmpty()
            && (!yielding.isEmpty() || executions.values().stream().anyMatch(this::mayYield));
    complicated |= couldYield;
  }

  /// A stored root of a trace in which something may still change by yielding.
  private boolean mayYield(ExecutionState state) {
    return state.aboveSpan != 0
        && state.parentSpan == null
        && !fresh.isEmpty()
        && topArrives(state.aboveSpan);
  }

  private boolean topArrives(long span) {
    PreparedSpan prepared = fresh.get(span);
    return prepared != null && yielding.contains(span);
  }

  /// The place above an action: what its parent belongs to.
  private Place above(long span) {
    Long parent = parentOf(span);
    if (parent == null || parent == 0) {
      return NOWHERE;
    }
    if (parentOf(parent) == null) {
      return PENDING;
    }
    return settled(place(parent));
  }

  private void fill(PreparedSpan prepared) {
    MappedSpan mapped = prepared.mapped();
    Place place = placeOf(mapped.spanId());
    if (place.executionSpan() == NONE && !place.pending()) {
      return;
    }
    long execution = place.executionSpan();
    ExecutionState state = executions.computeIfAbsent(execution, ExecutionState::new);
    touched.add(execution);
    if (execution == mapped.spanId()) {
      state.begin(mapped);
      state.agent = agents.get(execution);
    } else if (execution != NONE && !begunHere(execution) && !known.contains(execution)) {
      // a run without any step of an agent is not stored; with this action it may be one
      complicated = true;
    }
    state.include(prepared, counted(mapped.spanId()));
    if (execution == NONE) {
      state.reopen();
      String name = provisionalAgent(mapped);
      state.name = state.name.isEmpty() ? name : ExecutionState.first(state.name, name);
      state.agent = agentNamed.apply(state.name);
    }
  }

  private boolean begunHere(long execution) {
    return fresh.containsKey(execution);
  }

  /// Moves the provisional execution to the one that its actions turn out to belong to.
  private void takeProvisional() {
    Set<Long> takers = new HashSet<>();
    boolean some = false;
    boolean all = true;
    for (Stored action : stored.values()) {
      if (action.pending() && !action.begins()) {
        Place place = settled(place(action.span()));
        if (place.pending() && place.executionSpan() == NONE) {
          all = false;
        } else {
          some = true;
          takers.add(place.executionSpan());
        }
      }
    }
    if (!some) {
      return;
    }
    boolean freshPending =
        fresh.keySet().stream()
            .map(this::placeOf)
            .anyMatch(place -> place.pending() && place.executionSpan() == NONE);
    ExecutionState provisional = executions.get(NONE);
    if (!all
        || freshPending
        || takers.size() != 1
        || takers.contains(NONE)
        || provisional == null) {
      complicated = true;
      return;
    }
    long taker = takers.iterator().next();
    ExecutionState state = executions.get(taker);
    if (state == null) {
      complicated = true;
      return;
    }
    state.absorb(provisional);
    touched.add(taker);
    executions.remove(NONE);
    provisionalTaken = true;
  }

  boolean provisionalTaken() {
    return provisionalTaken;
  }

  private void linkParents() {
    for (ExecutionState state : executions.values()) {
      if (state.span == NONE || state.aboveSpan == 0 || state.parentSpan != null) {
        continue;
      }
      Place above = above(state.span);
      if (above.executionSpan() == NONE || above.executionSpan() == state.span) {
        continue;
      }
      boolean isStored = !fresh.containsKey(state.span);
      if (isStored && Objects.equals(agents.get(state.span), agents.get(above.executionSpan()))) {
        complicated = true;
      }
      if (!executions.containsKey(above.executionSpan())) {
        continue;
      }
      state.parentSpan = above.executionSpan();
      touched.add(state.span);
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
      String session =
          inherited(state.facts.get(Texts.Fact.SESSION), parent == null ? null : parent.session);
      String user =
          inherited(state.facts.get(Texts.Fact.USER), parent == null ? null : parent.user);
      String environment =
          inherited(
              state.facts.get(Texts.Fact.ENVIRONMENT), parent == null ? null : parent.environment);
      if (!Objects.equals(session, state.session)
          || !Objects.equals(user, state.user)
          || !Objects.equals(environment, state.environment)) {
        state.session = session;
        state.user = user;
        state.environment = environment;
        touched.add(state.span);
      }
    }
  }

  private int depth(ExecutionState state) {
    int depth = 0;
    ExecutionState at = state;
    while (at != null && at.parentSpan != null && depth <= executions.size()) {
      at = executions.get(at.parentSpan);
      depth++;
    }
    return depth;
  }

  private static @Nullable String inherited(@Nullable String own, @Nullable String parents) {
    return own != null ? own : parents;
  }

  /// Of the new spans that report one call, the first with token counts is counted (by span id).
  private void chooseCountedCalls() {
    Map<Long, Long> chosen = new HashMap<>();
    for (PreparedSpan span : fresh.values()) {
      if (span.callHash() == null || !span.mapped().countsUsage()) {
        continue;
      }
      Long other = chosen.putIfAbsent(span.callHash(), span.id());
      if (other != null) {
        boolean better = preferred(span, Objects.requireNonNull(fresh.get(other)));
        uncounted.add(better ? other : span.id());
        if (better) {
          chosen.put(span.callHash(), span.id());
        }
      }
    }
  }

  private static boolean preferred(PreparedSpan one, PreparedSpan other) {
    return one.mapped().usage().hasTokens() && !other.mapped().usage().hasTokens();
  }

  /// Tells the assembly that a stored span reports a call that a new one reports too.
  void sharedCall() {
    complicated = true;
  }
}
