package dev.metaagent.live.channel;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/// A message of `protocol/live.schema.json` without its cursor, which is known when it is sent.
///
/// @param body a record with the other fields
public record Frame(String type, Object body) {

  private static final JsonMapper JSON = JsonMapper.shared();

  private record Sent(String type, @Nullable String cursor, @JsonUnwrapped Object body) {}

  public String json(@Nullable String cursor) {
    return JSON.writeValueAsString(new Sent(type, cursor, body));
  }

  /// A value that was written as JSON before, once for all clients.
  public static RawValue raw(String json) {
    return new RawValue(json);
  }
}
