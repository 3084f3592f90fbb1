package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.ColumnText;
import dev.metaagent.executions.EpochNanos;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One row of executions while it is assembled. Every field is a sum, a minimum, a maximum or a set
/// over its actions, or is taken from the action that begins it, so the result does not depend on
/// the order, or the number of parts, in which actions arrive.
///
/// A fact stated by the beginning takes precedence; among other actions, the alphabetically first.
public final class ExecutionState {

  private static final int LONGEST_MODEL = 200;
  private static final int MOST_MODELS = 100;

  static final int UNKNOWN = 0;
  public static final int OK = 1;
  public static final int ERROR = 2;
  public static final int RUNNING = 3;

  public final long span;
  public @Nullable AgentId agent;
  public String name = "";
  public long aboveSpan;
  public @Nullable Long parentSpan;
  public int status = RUNNING;
  public @Nullable Boolean declaredSuccess;
  public long startedNanos = Long.MAX_VALUE;
  public long endedNanos;
  public Instant arrivedAt = Instant.EPOCH;
  public boolean implausible;
  public final ExecutionLabels facts = new ExecutionLabels();
  public @Nullable String session;
  public @Nullable String user;
  public @Nullable String environment;
  public @Nullable Double assignmentProbability;
  public final TreeSet<String> learnings = new TreeSet<>();
  public final TreeMap<String, Long> models = new TreeMap<>();
  public final TreeMap<String, String> attributes = new TreeMap<>();
  public @Nullable Long inputTokens;
  public @Nullable Long outputTokens;
  public @Nullable Long cacheReadTokens;
  public @Nullable Long cacheWriteTokens;
  public @Nullable Long reasoningTokens;
  public @Nullable Long costNano;
  public int unpricedCalls;

  /// Whether its tokens and cost are those that the span of its agent reports as a whole, because
  /// no call reports any.
  public boolean usageOfAgent;

  private boolean callsBesideTotal;

  /// Whether something in it shows that an agent acts, and not only what agents use.
  public boolean acting;

  public int actions;
  public int steps;
  public int errors;
  public @Nullable String faultType;
  public @Nullable String faultMessage;
  public long faultSpan;
  public long faultNanos;
  public boolean joinedFailed;
  public boolean handedOverFailed;
  public @Nullable String beginningErrorType;
  public @Nullable String beginningErrorMessage;
  public int beginningStatus = UNKNOWN;
  public boolean beganHere;

  /// Its state when it was read, null for a new row.
  public @Nullable Before before;

  /// What was stored before this change.
  ///
  /// @param source the source of the evidence that decided about success
  public record Before(
      @Nullable Instant endedAt,
      @Nullable AgentId agent,
      int status,
      @Nullable Boolean success,
      @Nullable String source,
      @Nullable Double confidence) {}

  public ExecutionState(long span) {
    this.span = span;
  }

  /// Adds one action that belongs to this execution.
  void include(PreparedSpan prepared, boolean counted) {
    MappedSpan action = prepared.mapped();
    actions++;
    if (isStep(action)) {
      steps++;
      acting |= showsAgent(action);
    }
    if (action.status() == ActionStatus.ERROR) {
      errors++;
      noteFault(action);
    }
    if (counted) {
      addUsage(action, prepared.costNano());
    } else if (action.kind() == ActionKind.LLM && !action.usage().hasTokens()) {
      // a call that failed or reports no tokens still names the requested model
      addModel(action);
    }
    if (action.startNanos() > 0) {
      startedNanos = beganHere ? startedNanos : Math.min(startedNanos, action.startNanos());
    }
    facts.addFacts(action.run(), action.spanId() == span);
    learnings.addAll(action.run().learnings());
    action
        .run()
        .attributes()
        .forEach((key, value) -> attributes.merge(key, value, ExecutionState::first));
    if (action.run().assignmentProbability() != null) {
      assignmentProbability = least(assignmentProbability, action.run().assignmentProbability());
    }
  }

  private static boolean showsAgent(MappedSpan action) {
    boolean used = NamedAgents.isUsed(action.kind()) || action.kind() == ActionKind.OTHER;
    return !used || action.acting() != null;
  }

  /// Whether an action is a step of an agent: plain HTTP or database spans are not.
  public static boolean isStep(MappedSpan action) {
    return action.meaningful() || action.kind() == ActionKind.CHAIN;
  }

  /// Takes the start, end, name and status of the action that begins this execution.
  void begin(MappedSpan beginning) {
    beganHere = true;
    ExecutionFacts run = beginning.run();
    name = run.runName() != null ? run.runName() : beginning.name();
    aboveSpan = beginning.parentSpanId();
    startedNanos = beginning.startNanos();
    endedNanos = beginning.endNanos();
    beginningStatus = beginning.status().code();
    beginningErrorType = beginning.errorType();
    beginningErrorMessage = beginning.errorMessage();
    if (run.success() != null) {
      declaredSuccess = run.success();
    }
  }

  /// Ends a provisional execution with its topmost known action.
  public void settle(TraceTop top) {
    name = top.name();
    startedNanos = Math.min(startedNanos, top.startNanos());
    beginningStatus = top.status();
    if (top.durationNanos() == null) {
      status = UNKNOWN;
      return;
    }
    endedNanos = top.startNanos() + top.durationNanos();
    conclude();
  }

  /// Sets a provisional execution back to running when more of it arrives.
  void reopen() {
    endedNanos = 0;
    beginningStatus = UNKNOWN;
    status = RUNNING;
  }

  /// Adds everything of another state; the beginning of this state is kept.
  void absorb(ExecutionState other) {
    actions += other.actions;
    steps += other.steps;
    acting |= other.acting;
    callsBesideTotal |= other.callsReport();
    errors += other.errors;
    joinedFailed |= other.joinedFailed;
    if (laterFault(other.faultNanos, other.faultSpan)) {
      faultType = other.faultType;
      faultMessage = other.faultMessage;
      faultSpan = other.faultSpan;
      faultNanos = other.faultNanos;
    }
    other.models.forEach((model, tokens) -> models.merge(model, tokens, Long::sum));
    inputTokens = sum(inputTokens, other.inputTokens);
    outputTokens = sum(outputTokens, other.outputTokens);
    cacheReadTokens = sum(cacheReadTokens, other.cacheReadTokens);
    cacheWriteTokens = sum(cacheWriteTokens, other.cacheWriteTokens);
    reasoningTokens = sum(reasoningTokens, other.reasoningTokens);
    costNano = sum(costNano, other.costNano);
    unpricedCalls += other.unpricedCalls;
    startedNanos = beganHere ? startedNanos : Math.min(startedNanos, other.startedNanos);
    facts.addFacts(other.facts);
    learnings.addAll(other.learnings);
    other.attributes.forEach((key, value) -> attributes.merge(key, value, ExecutionState::first));
    assignmentProbability = least(assignmentProbability, other.assignmentProbability);
    implausible |= other.implausible;
  }

  /// Inherits session, user and environment from the parent where this run has none; returns
  /// whether one of them changed.
  boolean inherit(@Nullable ExecutionState parent) {
    String oldSession = session;
    String oldUser = user;
    String oldEnvironment = environment;
    session = own(ExecutionLabels.Fact.SESSION, parent == null ? null : parent.session);
    user = own(ExecutionLabels.Fact.USER, parent == null ? null : parent.user);
    environment = own(ExecutionLabels.Fact.ENVIRONMENT, parent == null ? null : parent.environment);
    return !Objects.equals(oldSession, session)
        || !Objects.equals(oldUser, user)
        || !Objects.equals(oldEnvironment, environment);
  }

  private @Nullable String own(ExecutionLabels.Fact fact, @Nullable String inherited) {
    String said = facts.get(fact);
    return said != null ? said : inherited;
  }

  /// Derives the status from the parts, and from it the error.
  void conclude() {
    if (endedNanos > 0) {
      boolean failed = beginningStatus == ERROR || joinedFailed || handedOverFailed;
      status = failed ? ERROR : OK;
    } else if (beganHere) {
      status = RUNNING;
    }
  }

  /// The class of the error of a failed run, from its deepest failed action; null for any other
  /// run.
  public @Nullable String errorType() {
    return failed() ? faultType : null;
  }

  /// The first line of the error of a failed run, null for any other run. Where the failed action
  /// only has a class, what the beginning says.
  public @Nullable String errorMessage() {
    String message = faultMessage == null ? beginningErrorMessage : faultMessage;
    return failed() ? message : null;
  }

  /// The action that the error is from; null for a run without one.
  public @Nullable Long errorSpan() {
    return failed() ? Long.valueOf(faultSpan) : null;
  }

  private boolean failed() {
    return status == ERROR && faultSpan != 0;
  }

  /// Response models, the one with most output tokens first, then by name.
  public List<String> modelsByTokens() {
    List<String> names = new ArrayList<>(models.keySet());
    names.sort(
        Comparator.comparingLong((String model) -> models.getOrDefault(model, 0L))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return names;
  }

  public @Nullable Boolean success() {
    if (declaredSuccess != null) {
      return declaredSuccess;
    }
    return switch (status) {
      case OK -> Boolean.TRUE;
      case ERROR -> Boolean.FALSE;
      default -> null;
    };
  }

  public String successSource() {
    return declaredSuccess != null ? "outcome" : "status";
  }

  /// The confidence of the success, 0 to 1; null where only the status is known.
  public @Nullable Double successConfidence() {
    return declaredSuccess != null ? Double.valueOf(1) : null;
  }

  /// Its start; the time of arrival where the sent time is missing or implausible.
  public Instant startedAt() {
    return startedNanos == Long.MAX_VALUE || implausible
        ? arrivedAt
        : EpochNanos.instant(startedNanos);
  }

  /// Its end, null while it runs; the time of arrival where the sent time is implausible.
  public @Nullable Instant endedAt() {
    if (endedNanos <= 0) {
      return null;
    }
    return implausible ? arrivedAt : EpochNanos.instant(endedNanos);
  }

  /// Nanoseconds from start to end, null while it has not ended.
  public @Nullable Long durationNanos() {
    return endedNanos > 0 && beganHere
        ? Long.valueOf(Math.max(0, endedNanos - startedNanos))
        : null;
  }

  private void noteFault(MappedSpan action) {
    long end = action.endNanos() > 0 ? action.endNanos() : action.startNanos();
    // the deepest failure explains more than the wrappers that repeat it, and it ends first
    boolean wrapper = action.kind() == ActionKind.CHAIN || action.kind() == ActionKind.AGENT;
    long rank = wrapper ? 1 : end;
    if (laterFault(rank, action.spanId())) {
      faultType = action.errorType();
      faultMessage = action.errorMessage();
      faultSpan = action.spanId();
      faultNanos = rank;
    }
  }

  private boolean laterFault(long nanos, long atSpan) {
    return nanos > faultNanos
        || (nanos == faultNanos && nanos > 0 && Long.compareUnsigned(atSpan, faultSpan) < 0);
  }

  /// Counts the total that the span of its agent reports.
  void take(PreparedSpan total) {
    addUsage(total.mapped(), total.costNano());
    usageOfAgent = true;
    callsBesideTotal = false;
  }

  /// Whether a call of it reports tokens or a cost.
  boolean callsReport() {
    boolean some = inputTokens != null || outputTokens != null || costNano != null;
    return usageOfAgent ? callsBesideTotal : some;
  }

  private void addUsage(MappedSpan action, @Nullable Long cost) {
    callsBesideTotal = true;
    inputTokens = sum(inputTokens, action.inputTokens());
    outputTokens = sum(outputTokens, action.outputTokens());
    cacheReadTokens = sum(cacheReadTokens, action.cacheReadTokens());
    cacheWriteTokens = sum(cacheWriteTokens, action.cacheWriteTokens());
    reasoningTokens = sum(reasoningTokens, action.reasoningTokens());
    costNano = sum(costNano, cost);
    if (cost == null) {
      unpricedCalls++;
    }
    addModel(action);
  }

  private void addModel(MappedSpan action) {
    String model = ColumnText.to(action.model(), LONGEST_MODEL);
    if (model != null && (models.size() < MOST_MODELS || models.containsKey(model))) {
      models.merge(model, action.outputTokens() == null ? 0 : action.outputTokens(), Long::sum);
    }
  }

  static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(one + other);
  }

  static String first(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static @Nullable Double least(@Nullable Double one, @Nullable Double other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Double.valueOf(Math.min(one, other));
  }
}
