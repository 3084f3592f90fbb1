package dev.metaagent.search.words;

import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The words of one ended execution.
///
/// @param words all of them
/// @param plain those of names and errors, without those of bodies
/// @param subject what it was about, null when nothing tells
record ExecutionWords(
    LocalDate day,
    ExecutionId id,
    Instant startedAt,
    Collection<String> words,
    Collection<String> plain,
    @Nullable String subject) {}
