package dev.metaagent.live;

import dev.metaagent.observe.WatchedRows.WatchedAction;
import dev.metaagent.observe.WatchedRows.WatchedRun;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which rows of the tail and of runs are wanted; null wants all.
///
/// @param kind of actions; runs have none
/// @param q a part of the name, the agent's name or the error, in lower case
record Filter(
    @Nullable UUID agent,
    @Nullable String status,
    @Nullable String kind,
    @Nullable String model,
    @Nullable String q) {

  static final Filter ALL = new Filter(null, null, null, null, null);

  boolean covers(WatchedAction action) {
    return (agent == null || agent.equals(action.agent()))
        && (status == null || status.equals(action.status()))
        && (kind == null || kind.equals(action.kind()))
        && (model == null || model.equals(action.model()))
        && (q == null || action.words().contains(q));
  }

  boolean covers(WatchedRun run) {
    return (agent == null || agent.equals(run.agent()))
        && (status == null || status.equals(run.status()))
        && (model == null || run.models().contains(model))
        && (q == null || run.words().contains(q));
  }
}
