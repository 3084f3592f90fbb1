package dev.metaagent.observe;

import dev.metaagent.observe.mapping.RunFacts;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the actions of one run say about it in words. What the beginning says wins; among others
/// that disagree the alphabetically first is kept, whatever the order of arrival.
final class Texts {

  enum Fact {
    SESSION(1),
    USER(2),
    ENVIRONMENT(4),
    SERVICE(8),
    FRAMEWORK(16),
    VERSION(32),
    PROMPT_NAME(64),
    PROMPT_VERSION(128),
    ARM(256),
    TASK_CLASS(512);

    private final int bit;

    Fact(int bit) {
      this.bit = bit;
    }
  }

  private final Map<Fact, String> values = new EnumMap<>(Fact.class);
  private int saidByBeginning;

  @Nullable String get(Fact fact) {
    return values.get(fact);
  }

  /// A bit for each fact that the beginning said.
  int saidByBeginning() {
    return saidByBeginning;
  }

  void restore(Fact fact, @Nullable String value, int beginningBits) {
    if (value != null) {
      values.put(fact, value);
    }
    saidByBeginning = beginningBits;
  }

  void hear(RunFacts run, boolean beginning) {
    hear(Fact.SESSION, run.sessionId(), beginning);
    hear(Fact.USER, run.userId(), beginning);
    hear(Fact.ENVIRONMENT, run.environment(), beginning);
    hear(Fact.SERVICE, run.serviceName(), beginning);
    hear(Fact.FRAMEWORK, run.framework(), beginning);
    hear(Fact.VERSION, run.agentVersion(), beginning);
    hear(Fact.PROMPT_NAME, run.promptName(), beginning);
    hear(Fact.PROMPT_VERSION, run.promptVersion(), beginning);
    hear(Fact.ARM, run.arm(), beginning);
    hear(Fact.TASK_CLASS, run.taskClass(), beginning);
  }

  /// Hears what another state's actions said; its beginning is an ordinary action here.
  void hear(Texts other) {
    other.values.forEach((fact, value) -> hear(fact, value, false));
  }

  private void hear(Fact fact, @Nullable String value, boolean beginning) {
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
