package dev.metaagent.live.channel;

import dev.metaagent.search.WatchedRows.WatchedAction;
import dev.metaagent.search.WatchedRows.WatchedRun;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The filter of a subscription; null matches all.
///
/// @param kind of actions; executions have none
/// @param q a part of the name, the agent's name or the error, in lower case
public record Filter(
    @Nullable UUID agent,
    @Nullable String status,
    @Nullable String kind,
    @Nullable String model,
    @Nullable String q) {

  public static final Filter ALL = new Filter(null, null, null, null, null);

  public boolean covers(WatchedAction action) {
    return (agent == null || agent.equals(action.agent()))
        && (status == null || status.equals(action.status()))
        && (kind == null || kind.equals(action.kind()))
        && (model == null || model.equals(action.model()))
        && (q == null || action.words().contains(q));
  }

  public boolean covers(WatchedRun run) {
    return (agent == null || agent.equals(run.agent()))
        && (status == null || status.equals(run.status()))
        && (model == null || run.models().contains(model))
        && (q == null || run.words().contains(q));
  }
}
