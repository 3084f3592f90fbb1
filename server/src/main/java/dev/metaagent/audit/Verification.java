package dev.metaagent.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The result of walking a journal from its first entry.
///
/// @param valid whether every entry follows the one before it and carries its own hash
/// @param entries how many entries were read
/// @param brokenAt the first entry that does not fit, null when all do
/// @param head the hash of the last entry: kept elsewhere, it also proves that no end was cut off
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Verification(
    boolean valid, long entries, @Nullable Long brokenAt, @Nullable String head) {}
