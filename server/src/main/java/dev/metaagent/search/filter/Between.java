package dev.metaagent.search.filter;

import org.jspecify.annotations.Nullable;

/// Bounds of a number, both included; null is no bound. A number that is not known is in no range.
public record Between(@Nullable Long least, @Nullable Long most) {}
