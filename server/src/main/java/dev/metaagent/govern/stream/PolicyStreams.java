package dev.metaagent.govern.stream;

import dev.metaagent.access.BodySettings;
import dev.metaagent.access.Principal;
import dev.metaagent.govern.policy.PolicyCache;
import dev.metaagent.govern.policy.PolicyKey;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The open streams of this node, their limits, and what is put into them.
@Component
class PolicyStreams implements SmartLifecycle {

  /// Open streams of one organization, on one node.
  static final int MOST_OF_ORGANIZATION = 1_000;

  private static final Duration LATER = Duration.ofSeconds(30);

  private final int most;
  private final Map<OrganizationId, List<PolicyStream>> streams = new ConcurrentHashMap<>();
  private final Map<OrganizationId, Integer> permits = new HashMap<>();
  private int acquired;
  private volatile boolean running;

  PolicyStreams(PolicyCache cache, BodySettings connections, MeterRegistry meters) {
    this.most = Math.max(1, connections.connections() / 2);
    cache.listen(this::changed);
    Gauge.builder("metaagent.policy.streams", this, PolicyStreams::count)
        .description("open streams of policies")
        .register(meters);
  }

  private synchronized int count() {
    return acquired;
  }

  private void changed(OrganizationId organization, Set<PolicyKey> keys) {
    of(organization).forEach(stream -> stream.changed(keys));
  }

  void approval(OrganizationId organization, ApprovalMessage message) {
    of(organization).forEach(stream -> stream.approval(message));
  }

  private List<PolicyStream> of(OrganizationId organization) {
    return streams.getOrDefault(organization, List.of());
  }

  /// Gives a permit for one more stream.
  ///
  /// @throws MetaAgentException where there are too many, or the server is stopping
  synchronized void acquire(Principal principal) {
    if (!running) {
      throw MetaAgentException.busy(
          ErrorCode.SHUTTING_DOWN, "The server is stopping.", Duration.ofSeconds(1));
    }
    int own = permits.getOrDefault(principal.organization(), 0);
    if (acquired >= most || own >= MOST_OF_ORGANIZATION) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "There are too many open streams of policies already; ask for policies every 30"
              + " seconds instead.",
          LATER);
    }
    permits.put(principal.organization(), own + 1);
    acquired++;
  }

  synchronized void release(Principal principal) {
    acquired--;
    permits.computeIfPresent(
        principal.organization(), (_, own) -> own > 1 ? Integer.valueOf(own - 1) : null);
  }

  void add(OrganizationId organization, PolicyStream stream) {
    streams.computeIfAbsent(organization, _ -> new CopyOnWriteArrayList<>()).add(stream);
    if (!running) {
      stream.end();
    }
  }

  void remove(OrganizationId organization, PolicyStream stream) {
    of(organization).remove(stream);
  }

  @Override
  public void start() {
    running = true;
  }

  /// Before the server waits for its requests to end.
  @Override
  public void stop() {
    running = false;
    streams.values().forEach(all -> all.forEach(PolicyStream::end));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
