package dev.metaagent.sdk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known about an execution when it begins. Immutable; each method answers a copy.
public record ExecutionOptions(
    @Nullable String session,
    @Nullable String user,
    @Nullable String taskClass,
    @Nullable String version,
    Map<String, String> metadata) {

  public static final ExecutionOptions NONE =
      new ExecutionOptions(null, null, null, null, Map.of());

  public ExecutionOptions session(String id) {
    return new ExecutionOptions(id, user, taskClass, version, metadata);
  }

  public ExecutionOptions user(String id) {
    return new ExecutionOptions(session, id, taskClass, version, metadata);
  }

  /// The kind of task.
  public ExecutionOptions taskClass(String name) {
    return new ExecutionOptions(session, user, name, version, metadata);
  }

  /// The version of the agent.
  public ExecutionOptions version(String name) {
    return new ExecutionOptions(session, user, taskClass, name, metadata);
  }

  /// Metadata under a key of the host's own.
  public ExecutionOptions with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new ExecutionOptions(session, user, taskClass, version, Map.copyOf(more));
  }
}
