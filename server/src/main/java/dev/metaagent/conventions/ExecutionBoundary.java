package dev.metaagent.conventions;

import org.jspecify.annotations.Nullable;

/** Whether a span begins one run of an agent. */
public sealed interface ExecutionBoundary {

  /**
   * Begins one run of this agent, whatever is above. Below a boundary of the same agent it belongs
   * to that run instead: two spans for one run are common.
   */
  record Starts(String agentName) implements ExecutionBoundary {}

  /** Never begins a run, not even as the topmost span of its trace. */
  record Never(String why) implements ExecutionBoundary {}

  /**
   * Begins a run only as the topmost span of its trace.
   *
   * @param agentName the agent; null = decide from {@code service.name}, then the span's name
   * @param yields whether the name is only the application's, and the run an agent's below
   */
  record WhenTopmost(@Nullable String agentName, Yields yields) implements ExecutionBoundary {}

  /**
   * Begins a run only as the topmost span of its trace, and only around a model call or an agent:
   * alone, it is no run, and neither is anything below it.
   *
   * @param agentName the agent; null = decide from {@code service.name}, then the span's name
   */
  record AroundCalls(@Nullable String agentName) implements ExecutionBoundary {}

  /** To which of the agents that run outermost below a topmost span its run belongs. */
  enum Yields {
    /** The run is its own. */
    NEVER,
    /** To the agent, if it is the only one. */
    TO_THE_ONLY,
    /** To the one that began first: the others took over from it. */
    TO_THE_FIRST
  }
}
