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
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The open streams of this node, their limits, and what is put into them.
@Component
class PolicyStreams implements SmartLifecycle {

  private static final Duration LATER = Duration.ofSeconds(30);

  /// Whose streams are counted: of an organization, or of one caller in it.
  ///
  /// @param caller its key, or else its name; null: all of the organization
  private record Counted(OrganizationId organization, @Nullable String caller) {

    static Counted of(Principal principal) {
      String key = principal.keyId();
      return new Counted(principal.organization(), key == null ? principal.name() : key);
    }
  }

  private final int most;
  private final PolicyStreamSettings settings;
  private final Map<OrganizationId, List<PolicyStream>> streams = new ConcurrentHashMap<>();
  private final Map<Counted, Integer> permits = new HashMap<>();
  private int acquired;
  private volatile boolean running;

  PolicyStreams(
      PolicyCache cache,
      BodySettings connections,
      PolicyStreamSettings settings,
      MeterRegistry meters) {
    this.settings = settings;
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
    Counted all = new Counted(principal.organization(), null);
    Counted own = Counted.of(principal);
    if (acquired >= most) {
      throw tooMany("This node has its " + most);
    }
    if (permits.getOrDefault(all, 0) >= settings.perOrganization()) {
      throw tooMany("The organization has its " + settings.perOrganization());
    }
    if (permits.getOrDefault(own, 0) >= settings.perKey()) {
      throw tooMany("This key has its " + settings.perKey());
    }
    permits.merge(all, 1, Integer::sum);
    permits.merge(own, 1, Integer::sum);
    acquired++;
  }

  private static MetaAgentException tooMany(String whose) {
    return MetaAgentException.busy(
        ErrorCode.RATE_LIMITED,
        whose + " open streams of policies; ask for policies every 30 seconds instead.",
        LATER);
  }

  synchronized void release(Principal principal) {
    acquired--;
    for (Counted one :
        List.of(new Counted(principal.organization(), null), Counted.of(principal))) {
      permits.computeIfPresent(one, (_, open) -> open > 1 ? Integer.valueOf(open - 1) : null);
    }
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
