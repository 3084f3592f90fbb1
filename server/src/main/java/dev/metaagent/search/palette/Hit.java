package dev.metaagent.search.palette;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.search.query.ExecutionView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that a search found.
///
/// @param id of an agent, an execution, a session or a user; the value of a version; the name of a
///   prompt
/// @param at when it was last seen; of a version and a prompt when it was first seen
/// @param filter the parameters of the list of its executions
@Schema(name = "SearchHit")
public record Hit(
    @Schema(
            implementation = String.class,
            allowableValues = {"agent", "execution", "session", "user", "version", "prompt"})
        Kind kind,
    String id,
    String label,
    @Nullable String detail,
    ExecutionView.@Nullable Agent agent,
    @Nullable Instant at,
    @Schema(example = "{\"userId\": \"u-17\"}") Map<String, String> filter) {

  /// What was found.
  public enum Kind {
    AGENT,
    EXECUTION,
    SESSION,
    USER,
    VERSION,
    PROMPT;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
