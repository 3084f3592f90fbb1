package dev.metaagent.live.channel;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.executions.ExecutionChannel;
import dev.metaagent.live.executions.LogSource;
import dev.metaagent.live.executions.RunsChannel;
import dev.metaagent.live.executions.TailChannel;
import dev.metaagent.search.WatchedRows;
import java.util.ArrayList;
import java.util.List;

/// Runs of one organization in memory, with the channels that show them.
public final class Watchable {

  private final OrganizationId organization;
  private final InMemoryLog log = new InMemoryLog();
  private final InMemoryRows rows = new InMemoryRows();
  private final List<ExecutionId> ids = new ArrayList<>();
  private final LogSource source =
      new LogSource(
          List.of(new TailChannel(rows), new RunsChannel(rows), new ExecutionChannel(rows)), log);

  public Watchable(OrganizationId organization) {
    this.organization = organization;
  }

  public BatchReader log() {
    return log;
  }

  public WatchedRows rows() {
    return rows;
  }

  public List<Source> sources() {
    return List.of(source);
  }

  public Channels channels() {
    return new Channels(List.of(source));
  }

  /// Stores a run with some words and appends a batch of it.
  public void run(String words) {
    ExecutionId id = InMemoryLog.execution();
    rows.add(id, "ok", words);
    ids.add(id);
    log.append(organization, id);
    log.settle();
  }

  /// Appends a batch of nothing that is stored.
  public void batch() {
    log.append(organization);
    log.settle();
  }

  public ExecutionId first() {
    return ids.getFirst();
  }

  public ExecutionId last() {
    return ids.getLast();
  }
}
