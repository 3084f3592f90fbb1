package dev.metaagent.govern.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.policy.json.Canonical;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.SigningKey;
import dev.metaagent.tenancy.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Policies as they are served: found in memory, and signed once for each version, name that was
/// asked for, and key.
@Component
public class ServedPolicies {

  private static final long REMEMBERED_BYTES = 64L * 1024 * 1024;
  private static final int OVERHEAD_BYTES = 200;

  private record Signed(
      OrganizationId organization, PolicyAgent agent, long version, String keyId) {}

  private final PolicyCache cache;
  private final StoredPolicies stored;
  private final PolicyAgents agents;
  private final PolicyKeys keys;
  private final RestoredDatabase restored;
  private final Cache<Signed, byte[]> signed =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_BYTES)
          .weigher((Signed _, byte[] document) -> document.length + OVERHEAD_BYTES)
          .build();

  ServedPolicies(
      PolicyCache cache,
      StoredPolicies stored,
      PolicyAgents agents,
      PolicyKeys keys,
      RestoredDatabase restored) {
    this.cache = cache;
    this.stored = stored;
    this.agents = agents;
    this.keys = keys;
    this.restored = restored;
  }

  /// The agent that a caller asks about ({@link PolicyAgents#find}).
  public PolicyAgent agent(String idOrName, Principal caller) {
    return agents.find(idOrName, caller);
  }

  /// The policy of an agent of the organization in scope. The first time it is composed and stored.
  public StoredPolicy find(PolicyAgent agent) {
    StoredPolicy known = cache.find(Tenant.current(), agent.key());
    return known == null ? stored.findOrCompose(agent.key()) : known;
  }

  /// The policy to serve to somebody who says what version of it is held.
  StoredPolicy find(PolicyAgent agent, OptionalLong held) {
    if (held.isPresent()) {
      restored.held(agent.key(), find(agent).version(), held.getAsLong());
    }
    return find(agent);
  }

  /// The version of the policy of an agent; 0 where it has none.
  long version(AgentId agent) {
    StoredPolicy known = cache.find(Tenant.current(), new PolicyKey(agent));
    return known == null ? 0 : known.version();
  }

  /// The whole document with its signature, as UTF-8.
  public byte[] document(PolicyAgent agent, StoredPolicy policy) {
    SigningKey key = keys.newest();
    return signed.get(
        new Signed(Tenant.current(), agent, policy.version(), key.keyId()),
        _ -> sign(agent, policy, key));
  }

  private static byte[] sign(PolicyAgent agent, StoredPolicy policy, SigningKey key) {
    AgentId id = agent.id();
    Map<String, @Nullable Object> whose = new LinkedHashMap<>();
    whose.put("id", id == null ? null : id.toString());
    whose.put("name", agent.name());
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("agent", whose);
    document.put("version", policy.version());
    document.put("issuedAt", policy.issuedAt().toString());
    if (Json.parse(Objects.requireNonNull(policy.content())) instanceof Map<?, ?> content) {
      content.forEach((name, value) -> document.put(String.valueOf(name), value));
    }
    return Canonical.text(key.signed(document)).getBytes(StandardCharsets.UTF_8);
  }
}
