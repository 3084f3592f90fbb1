package dev.metaagent.measure.agents;

import dev.metaagent.statistics.Rate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One point of a ribbon.
public record RibbonPoint(
    Instant at, long executions, Rate successRate, @Nullable Double latencyP95Ms) {}
