package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.Tally;
import dev.metaagent.conventions.Usage;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.kernel.SourceRevision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One span, told fact by fact. A span that is told nothing of is an OK step of 10 nanoseconds of
/// no agent, whose usage counts where it is a model call.
final class Told {

  /// When every span begins and ends that is not told otherwise.
  static final long START = 1_000;

  static final long END = 1_010;

  private final long id;
  private final long parent;
  private final ActionKind kind;
  private final Map<ExecutionLabels.Fact, String> facts = new EnumMap<>(ExecutionLabels.Fact.class);
  private final List<String> learnings = new ArrayList<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private String name;
  private ActionStatus status = ActionStatus.OK;
  private long from = START;
  private long to = END;
  private @Nullable String model;
  private Usage usage = Usage.NONE;
  private @Nullable Long cost;
  private MappedSpan.@Nullable ErrorFact error;
  private ExecutionBoundary boundary;
  private @Nullable String agentName;
  private @Nullable String runName;
  private @Nullable Boolean success;
  private @Nullable Double probability;
  private boolean meaningful = true;
  private String scope = "one";
  private @Nullable String acting;

  private Told(long id, long parent, ActionKind kind) {
    this.id = id;
    this.parent = parent;
    this.kind = kind;
    this.name = "span " + id;
    this.boundary =
        NamedAgents.isUsed(kind)
            ? new ExecutionBoundary.AroundCalls(null)
            : new ExecutionBoundary.Never("a step");
  }

  static Told of(long id, long parent, ActionKind kind) {
    return new Told(id, parent, kind);
  }

  /// The run of an agent.
  static Told agent(long id, long parent, String agent) {
    return of(id, parent, ActionKind.AGENT).bounded(new ExecutionBoundary.Starts(agent));
  }

  static Told call(long id, long parent) {
    return of(id, parent, ActionKind.LLM);
  }

  static Told tool(long id, long parent) {
    return of(id, parent, ActionKind.TOOL);
  }

  /// A span that begins a run only where nothing is above it.
  static Told top(long id, @Nullable String agent, ExecutionBoundary.Yields yields) {
    return of(id, 0, ActionKind.OTHER).bounded(new ExecutionBoundary.WhenTopmost(agent, yields));
  }

  Told bounded(ExecutionBoundary by) {
    boundary = by;
    return this;
  }

  Told named(String text) {
    name = text;
    return this;
  }

  Told at(long start, long end) {
    from = start;
    to = end;
    return this;
  }

  Told failed(@Nullable String type, @Nullable String message) {
    status = ActionStatus.ERROR;
    error = new MappedSpan.ErrorFact(type, message);
    return this;
  }

  Told model(String text) {
    model = text;
    return this;
  }

  Told tokens(@Nullable Long input, @Nullable Long output) {
    return usage(new Usage(input, output, null, null, null, null));
  }

  Told usage(Usage used) {
    usage = used;
    return this;
  }

  Told costing(long nano) {
    cost = nano;
    return this;
  }

  Told ofAgent(String text) {
    agentName = text;
    return this;
  }

  Told ofRun(String text) {
    runName = text;
    return this;
  }

  Told declaring(boolean succeeded) {
    success = succeeded;
    return this;
  }

  Told with(ExecutionLabels.Fact fact, String text) {
    facts.put(fact, text);
    return this;
  }

  Told assignedWith(double share) {
    probability = share;
    return this;
  }

  Told learned(String... lessons) {
    learnings.addAll(List.of(lessons));
    return this;
  }

  Told attribute(String key, String value) {
    attributes.put(key, value);
    return this;
  }

  /// Plain work that shows no agent.
  Told plain() {
    meaningful = false;
    return this;
  }

  Told scope(String text) {
    scope = text;
    return this;
  }

  ExecutionFacts facts() {
    return new ExecutionFacts(
        agentName,
        facts.get(ExecutionLabels.Fact.VERSION),
        facts.get(ExecutionLabels.Fact.FRAMEWORK),
        facts.get(ExecutionLabels.Fact.SERVICE),
        facts.get(ExecutionLabels.Fact.SESSION),
        facts.get(ExecutionLabels.Fact.USER),
        facts.get(ExecutionLabels.Fact.ENVIRONMENT),
        facts.get(ExecutionLabels.Fact.PROMPT_NAME),
        facts.get(ExecutionLabels.Fact.PROMPT_VERSION),
        facts.get(ExecutionLabels.Fact.ARM),
        probability,
        facts.get(ExecutionLabels.Fact.TASK_CLASS),
        List.copyOf(learnings),
        runName,
        success,
        SourceRevision.parse(facts.get(ExecutionLabels.Fact.SOURCE)),
        Map.copyOf(attributes));
  }

  /// Names the agent that acts.
  Told acting(String agent) {
    acting = agent;
    return this;
  }

  private Tally tally() {
    boolean reports = usage.hasTokens() || cost != null;
    return switch (kind) {
      case LLM -> usage.hasTokens() ? Tally.OWN : Tally.NONE;
      case AGENT -> reports ? Tally.OF_CALLS_BELOW : Tally.NONE;
      default -> Tally.NONE;
    };
  }

  MappedSpan span() {
    return new MappedSpan(
        id,
        parent,
        kind,
        name,
        status,
        from,
        to,
        model,
        null,
        usage,
        null,
        error,
        null,
        false,
        tally(),
        null,
        boundary,
        facts(),
        acting,
        meaningful,
        "none",
        scope);
  }

  PreparedSpan prepared() {
    return new PreparedSpan(span(), cost, null);
  }

  /// The same span as it is stored; its times are too small for microseconds, so that all calls
  /// that are not told otherwise lie inside each other.
  StoredAction stored(long execution, boolean pending) {
    MappedSpan mapped = span();
    Long hash = CallScope.of(mapped);
    return new StoredAction(
        id,
        parent,
        execution,
        pending,
        kind,
        from / 1_000,
        to / 1_000,
        hash == null ? CallScope.SEVERAL : hash);
  }
}
