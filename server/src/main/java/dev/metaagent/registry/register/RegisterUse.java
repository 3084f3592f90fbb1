package dev.metaagent.registry.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tool, a model or a version of a prompt that an agent was seen to use.
///
/// @param name null: the version of a prompt whose name is not known
/// @param version of a prompt
/// @param firstSeenAt when the earliest known run that used it began
/// @param executionId that run, which may have been deleted since
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "RegisterUse")
record RegisterUse(
    @Nullable String name, @Nullable String version, Instant firstSeenAt, String executionId) {}
