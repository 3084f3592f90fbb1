package dev.metaagent.observe.mapping;

import org.jspecify.annotations.Nullable;

/** Whether a span begins one run of an agent. */
public sealed interface RunBoundary {

  /**
   * Begins one run of this agent, whatever is above. Below a boundary of the same agent it belongs
   * to that run instead: two spans for one run are common.
   */
  record Starts(String agentName) implements RunBoundary {}

  /** Never begins a run, not even as the topmost span of its trace. */
  record Never(String why) implements RunBoundary {}

  /**
   * Begins a run only as the topmost span of its trace.
   *
   * @param agentName the agent; null = decide from {@code service.name}, then the span's name
   * @param yields true where the name is only the application's: if exactly one agent runs
   *     outermost below it, the run is that agent's
   */
  record WhenTopmost(@Nullable String agentName, boolean yields) implements RunBoundary {}
}
