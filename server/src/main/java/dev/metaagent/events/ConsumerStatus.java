package dev.metaagent.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The position and lag of a consumer of the event log.
///
/// @param lag entries it has not read yet, of all organizations; capped at 10,000
/// @param oldestWaitingSeconds how long the oldest of them has waited, null when none waits
/// @param lastAdvancedAt when it last read an entry
/// @param setAside events of the caller's organization that it could not handle
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ConsumerStatus(
    String name,
    long lag,
    @Nullable Double oldestWaitingSeconds,
    Instant lastAdvancedAt,
    long setAside,
    ConsumerState state) {}
