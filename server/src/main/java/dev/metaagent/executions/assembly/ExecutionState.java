package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.observe.mapping.ActionStatus;
import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.RunFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One row of executions while it is assembled. Everything in it is a sum, a minimum, a maximum or
/// a set over the actions it holds, or comes from the one action that began it: so it does not
/// matter in which order, or in how many parts, the actions arrive.
///
/// A fact that the beginning says wins; among other actions that disagree, the alphabetically
/// first.
final class ExecutionState {

  static final int UNKNOWN = 0;
  static final int OK = 1;
  static final int ERROR = 2;
  static final int RUNNING = 3;

  final long span;
  @Nullable AgentId agent;
  String name = "";
  long aboveSpan;
  @Nullable Long parentSpan;
  int status = RUNNING;
  @Nullable Boolean declaredSuccess;
  long startedNanos = Long.MAX_VALUE;
  long endedNanos;
  Instant arrivedAt = Instant.EPOCH;
  boolean implausible;
  final Texts facts = new Texts();
  @Nullable String session;
  @Nullable String user;
  @Nullable String environment;
  @Nullable Double assignmentProbability;
  final TreeSet<String> learnings = new TreeSet<>();
  final TreeMap<String, Long> models = new TreeMap<>();
  final TreeMap<String, String> attributes = new TreeMap<>();
  @Nullable Long inputTokens;
  @Nullable Long outputTokens;
  @Nullable Long cacheReadTokens;
  @Nullable Long cacheWriteTokens;
  @Nullable Long reasoningTokens;
  @Nullable Long costNano;
  int unpricedCalls;
  int actions;
  int steps;
  int errors;
  @Nullable String faultType;
  @Nullable String faultMessage;
  long faultSpan;
  long faultNanos;
  boolean joinedFailed;
  boolean handedOverFailed;
  @Nullable String beginningErrorType;
  @Nullable String beginningErrorMessage;
  int beginningStatus = UNKNOWN;
  boolean beganHere;

  /// Where it ended and whose it was when it was read, null for a new row.
  @Nullable Before before;

  /// What was counted before this change.
  record Before(@Nullable Instant endedAt, @Nullable AgentId agent) {}

  ExecutionState(long span) {
    this.span = span;
  }

  /// Adds one action that belongs to this execution.
  void include(PreparedSpan prepared, boolean counted) {
    MappedSpan action = prepared.mapped();
    actions++;
    if (isStep(action)) {
      steps++;
    }
    if (action.status() == ActionStatus.ERROR) {
      errors++;
      noteFault(action);
    }
    if (counted) {
      addUsage(action, prepared.costNano());
    } else if (action.kind() == ActionKind.LLM && !action.usage().hasTokens()) {
      // a call that failed or tells no tokens still says which model was asked
      addModel(action);
    }
    if (action.startNanos() > 0) {
      startedNanos = beganHere ? startedNanos : Math.min(startedNanos, action.startNanos());
    }
    facts.hear(action.run(), action.spanId() == span);
    learnings.addAll(action.run().learnings());
    action
        .run()
        .attributes()
        .forEach((key, value) -> attributes.merge(key, value, ExecutionState::first));
    if (action.run().assignmentProbability() != null) {
      assignmentProbability = least(assignmentProbability, action.run().assignmentProbability());
    }
  }

  /// Whether an action shows that an agent is at work: plain HTTP or database spans do not.
  static boolean isStep(MappedSpan action) {
    return action.meaningful() || action.kind() == ActionKind.CHAIN;
  }

  /// Takes the start, end, name and status of the action that begins this execution.
  void begin(MappedSpan beginning) {
    beganHere = true;
    RunFacts run = beginning.run();
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

  /// Ends a provisional execution with the topmost action that is known of it.
  void settle(TopStore.Top top) {
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

  /// A provisional execution runs again when more of it arrives.
  void reopen() {
    endedNanos = 0;
    beginningStatus = UNKNOWN;
    status = RUNNING;
  }

  /// Takes everything another state holds; the beginning stays the one of this state.
  void absorb(ExecutionState other) {
    actions += other.actions;
    steps += other.steps;
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
    facts.hear(other.facts);
    learnings.addAll(other.learnings);
    other.attributes.forEach((key, value) -> attributes.merge(key, value, ExecutionState::first));
    assignmentProbability = least(assignmentProbability, other.assignmentProbability);
    implausible |= other.implausible;
  }

  /// Takes session, user and environment from the parent where this run does not say them itself;
  /// answers whether one of them changed.
  boolean inherit(@Nullable ExecutionState parent) {
    String oldSession = session;
    String oldUser = user;
    String oldEnvironment = environment;
    session = own(Texts.Fact.SESSION, parent == null ? null : parent.session);
    user = own(Texts.Fact.USER, parent == null ? null : parent.user);
    environment = own(Texts.Fact.ENVIRONMENT, parent == null ? null : parent.environment);
    return !Objects.equals(oldSession, session)
        || !Objects.equals(oldUser, user)
        || !Objects.equals(oldEnvironment, environment);
  }

  private @Nullable String own(Texts.Fact fact, @Nullable String inherited) {
    String said = facts.get(fact);
    return said != null ? said : inherited;
  }

  /// Settles what follows from the parts: the status, and by it the error.
  void conclude() {
    if (endedNanos > 0) {
      boolean failed = beginningStatus == ERROR || joinedFailed || handedOverFailed;
      status = failed ? ERROR : OK;
    } else if (beganHere) {
      status = RUNNING;
    }
  }

  /// The class of the error of a failed run: what the beginning says, else what the newest failed
  /// action says; null for any other run.
  @Nullable String errorType() {
    if (status != ERROR) {
      return null;
    }
    return beginningErrorType != null ? beginningErrorType : faultType;
  }

  /// The first line of the error of a failed run, null for any other run.
  @Nullable String errorMessage() {
    if (status != ERROR) {
      return null;
    }
    return beginningErrorMessage != null ? beginningErrorMessage : faultMessage;
  }

  /// Response models, the one with most output tokens first, then by name.
  List<String> modelsByTokens() {
    List<String> names = new ArrayList<>(models.keySet());
    names.sort(
        Comparator.comparingLong((String model) -> models.getOrDefault(model, 0L))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return names;
  }

  @Nullable Boolean success() {
    if (declaredSuccess != null) {
      return declaredSuccess;
    }
    return switch (status) {
      case OK -> Boolean.TRUE;
      case ERROR -> Boolean.FALSE;
      default -> null;
    };
  }

  String successSource() {
    return declaredSuccess != null ? "outcome" : "status";
  }

  /// How sure that is; null where only the status says so.
  @Nullable Double successConfidence() {
    return declaredSuccess != null ? Double.valueOf(1) : null;
  }

  /// When it started; the arrival stands in for a time that is missing or not plausible.
  Instant startedAt() {
    return startedNanos == Long.MAX_VALUE || implausible ? arrivedAt : instant(startedNanos);
  }

  /// When it ended, null while it has not; the arrival stands in for a time that is not plausible.
  @Nullable Instant endedAt() {
    if (endedNanos <= 0) {
      return null;
    }
    return implausible ? arrivedAt : instant(endedNanos);
  }

  /// Nanoseconds from start to end, null while it has not ended.
  @Nullable Long durationNanos() {
    return endedNanos > 0 && beganHere
        ? Long.valueOf(Math.max(0, endedNanos - startedNanos))
        : null;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
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

  private void addUsage(MappedSpan action, @Nullable Long cost) {
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
    if (action.model() != null) {
      models.merge(
          action.model(), action.outputTokens() == null ? 0 : action.outputTokens(), Long::sum);
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
