package dev.metaagent.observe.search;

import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;

/// The words of one ended execution.
record RunWords(LocalDate day, ExecutionId id, Instant startedAt, Collection<String> words) {}
