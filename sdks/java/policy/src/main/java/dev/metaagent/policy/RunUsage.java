package dev.metaagent.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a run used so far: actions that were made, seconds since it began, its cost in USD, null if
/// unknown.
public record RunUsage(long actions, double seconds, @Nullable BigDecimal costUsd) {}
