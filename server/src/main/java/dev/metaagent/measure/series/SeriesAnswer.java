package dev.metaagent.measure.series;

import java.time.Instant;
import java.util.List;

/// Series over one range. `stepMs` may be longer than was asked for, where finer numbers are no
/// longer kept.
public record SeriesAnswer(
    Instant from, Instant to, long stepMs, boolean complete, List<Series> series) {}
