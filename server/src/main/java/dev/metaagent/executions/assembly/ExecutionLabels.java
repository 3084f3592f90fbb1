package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.kernel.SourceRevision;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The textual facts of one run (session, user, version and the like), collected from its actions.
/// The value of the beginning takes precedence; among other actions the alphabetically first value
/// is kept, so that the order of arrival does not matter.
public final class ExecutionLabels {

  public enum Fact {
    SESSION(1),
    USER(2),
    ENVIRONMENT(4),
    SERVICE(8),
    FRAMEWORK(16),
    VERSION(32),
    PROMPT_NAME(64),
    PROMPT_VERSION(128),
    ARM(256),
    TASK_CLASS(512),
    /// All of the source revision, in lines: its parts are one statement.
    SOURCE(1024);

    private final int bit;

    Fact(int bit) {
      this.bit = bit;
    }
  }

  private final Map<Fact, String> values = new EnumMap<>(Fact.class);
  private int saidByBeginning;

  public @Nullable String get(Fact fact) {
    return values.get(fact);
  }

  /// The source that the run was built from, null where no action says.
  public @Nullable SourceRevision source() {
    return SourceRevision.parse(values.get(Fact.SOURCE));
  }

  /// A bit for each fact that the beginning states.
  public int saidByBeginning() {
    return saidByBeginning;
  }

  public void restore(Fact fact, @Nullable String value, int beginningBits) {
    if (value != null) {
      values.put(fact, value);
    }
    saidByBeginning = beginningBits;
  }

  void addFacts(ExecutionFacts run, boolean beginning) {
    addFacts(Fact.SESSION, run.sessionId(), beginning);
    addFacts(Fact.USER, run.userId(), beginning);
    addFacts(Fact.ENVIRONMENT, run.environment(), beginning);
    addFacts(Fact.SERVICE, run.serviceName(), beginning);
    addFacts(Fact.FRAMEWORK, run.framework(), beginning);
    addFacts(Fact.VERSION, run.agentVersion(), beginning);
    addFacts(Fact.PROMPT_NAME, run.promptName(), beginning);
    addFacts(Fact.PROMPT_VERSION, run.promptVersion(), beginning);
    addFacts(Fact.ARM, run.arm(), beginning);
    addFacts(Fact.TASK_CLASS, run.taskClass(), beginning);
    if (run.source() != null) {
      addFacts(Fact.SOURCE, run.source().lines(), beginning);
    }
  }

  /// Adds the facts of another state; its beginning counts as an ordinary action.
  void addFacts(ExecutionLabels other) {
    other.values.forEach((fact, value) -> addFacts(fact, value, false));
  }

  private void addFacts(Fact fact, @Nullable String value, boolean beginning) {
    if (value == null || value.isEmpty()) {
      return;
    }
    if (beginning) {
      values.put(fact, value);
      saidByBeginning |= fact.bit;
    } else if ((saidByBeginning & fact.bit) == 0) {
      values.merge(fact, value, ExecutionState::first);
    }
  }
}
