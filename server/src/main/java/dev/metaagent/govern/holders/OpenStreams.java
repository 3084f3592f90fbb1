package dev.metaagent.govern.holders;

import dev.metaagent.database.PeriodicWork;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Tells all nodes which SDKs have a stream open on this one: a stream that opened or ended within
/// three seconds, all of them again every fifteen, in one statement for each organization.
@Component
public class OpenStreams implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(OpenStreams.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final int RENEWED_EVERY = 5;

  /// Ended streams that wait to be removed; further ones are removed as those of a lost node are.
  private static final int MOST_ENDED = 10_000;

  /// A stream until it is closed.
  public interface Open extends AutoCloseable {
    /// It has ended.
    @Override
    void close();
  }

  private record Stream(
      OrganizationId organization, UUID id, UUID instance, Supplier<Set<AgentId>> agents) {

    StreamStore.Row row() {
      return new StreamStore.Row(id, instance, agents.get());
    }
  }

  private final StreamStore store;
  private final TenantTransactions transactions;
  private final Map<UUID, Stream> open = new ConcurrentHashMap<>();
  private final Set<UUID> written = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Stream> ended = new ConcurrentHashMap<>();
  private final PeriodicWork writing;
  private int passes;

  OpenStreams(StreamStore store, TenantTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
    this.writing = new PeriodicWork("policy-streams", EVERY, this::flush);
  }

  /// Notes a stream of a process.
  ///
  /// @param agents whose policies it sends at the time
  public Open open(OrganizationId organization, UUID instance, Supplier<Set<AgentId>> agents) {
    Stream stream = new Stream(organization, UUID.randomUUID(), instance, agents);
    open.put(stream.id(), stream);
    return () -> {
      open.remove(stream.id());
      if (ended.size() < MOST_ENDED) {
        ended.put(stream.id(), stream);
      }
    };
  }

  /// Writes what has changed, and at times everything; what cannot be written is tried again.
  synchronized void flush() {
    boolean all = passes++ % RENEWED_EVERY == 0;
    Map<OrganizationId, List<StreamStore.Row>> renewed = new HashMap<>();
    Map<OrganizationId, Set<UUID>> gone = new HashMap<>();
    for (Stream stream : open.values()) {
      if (all || !written.contains(stream.id())) {
        renewed.computeIfAbsent(stream.organization(), _ -> new ArrayList<>()).add(stream.row());
      }
    }
    ended.forEach(
        (id, stream) -> gone.computeIfAbsent(stream.organization(), _ -> new HashSet<>()).add(id));
    renewed.forEach((organization, rows) ->
        written(
            organization,
            () -> {
              rows.sort(Comparator.comparing(StreamStore.Row::id));
              store.renew(rows);
            },
            () -> rows.forEach(row -> written.add(row.id()))));
    gone.forEach((organization, ids) ->
        written(
            organization,
            () -> store.end(ids),
            () -> {
              written.removeAll(ids);
              ids.forEach(ended::remove);
            }));
  }

  private void written(OrganizationId organization, Runnable write, Runnable after) {
    try {
      Tenant.run(
          organization,
          () ->
              transactions.write(() -> {
                write.run();
                return true;
              }));
      after.run();
    } catch (RuntimeException e) {
      log.debug("open streams of policies could not be written", e);
    }
  }

  /// Removes streams of nodes that are gone, of the organization in scope.
  void removeLost() {
    transactions.write(() -> {
      store.end(Set.of());
      return true;
    });
  }

  @Override
  public void destroy() {
    writing.close();
  }
}
