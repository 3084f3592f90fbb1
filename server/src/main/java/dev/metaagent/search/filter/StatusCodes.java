package dev.metaagent.search.filter;

import java.util.Map;

/// How a status is stored, by its name.
public final class StatusCodes {

  /// Of actions.
  public static final Map<String, Integer> ACTIONS = Map.of("unknown", 0, "ok", 1, "error", 2);

  /// Of executions.
  public static final Map<String, Integer> EXECUTIONS =
      Map.of("unknown", 0, "ok", 1, "error", 2, "running", 3);

  private StatusCodes() {}
}
