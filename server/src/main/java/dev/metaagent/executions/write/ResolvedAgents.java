package dev.metaagent.executions.write;

import dev.metaagent.kernel.AgentId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/// Agents by their names. A name that is not among them is noted and gets a placeholder id; {@link
/// #requireAll} then throws.
final class ResolvedAgents implements Function<String, AgentId> {

  /// Names that were asked for and are not resolved.
  static final class UnresolvedException extends RuntimeException {
    private final transient Set<String> names;

    UnresolvedException(Set<String> names) {
      super(names.size() + " agents are not resolved yet");
      this.names = Set.copyOf(names);
    }

    Set<String> names() {
      return names;
    }
  }

  private final Map<String, AgentId> ids;
  private final Set<String> unresolved = new TreeSet<>();

  ResolvedAgents(Map<String, AgentId> ids) {
    this.ids = Map.copyOf(ids);
  }

  ResolvedAgents with(Map<String, AgentId> more) {
    Map<String, AgentId> all = new HashMap<>(ids);
    all.putAll(more);
    return new ResolvedAgents(all);
  }

  @Override
  public AgentId apply(String name) {
    AgentId known = ids.get(name);
    if (known != null) {
      return known;
    }
    unresolved.add(name);
    return new AgentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /// Checks that all requested names were resolved.
  ///
  /// @throws UnresolvedException with all unresolved names: what was assembled with placeholder ids
  ///   must be discarded
  void requireAll() {
    if (!unresolved.isEmpty()) {
      throw new UnresolvedException(unresolved);
    }
  }
}
