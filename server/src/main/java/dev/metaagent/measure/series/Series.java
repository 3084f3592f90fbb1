package dev.metaagent.measure.series;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One series: all runs (`by` null), or those with one value of a dimension (null: not known).
public record Series(@Nullable String by, @Nullable String label, List<Point> points) {}
