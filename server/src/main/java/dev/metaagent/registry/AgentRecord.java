package dev.metaagent.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One agent as the registry knows it.
///
/// @param archivedAt since when it is out of the lists, null while it is not
/// @param mergedInto the agent that its runs belong to, null when they are its own
/// @param aliases the agents whose runs are its runs
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentRecord(
    UUID id,
    String name,
    @Nullable String framework,
    @Nullable String version,
    @Nullable String environment,
    @Nullable String owner,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable Instant archivedAt,
    @Nullable UUID mergedInto,
    List<Alias> aliases) {

  /// Another name of an agent: the agent that was merged into it.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Alias(UUID id, String name, @Nullable Instant mergedAt) {}
}
