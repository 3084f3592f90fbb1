package dev.metaagent.measure.series;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One series: all runs (`by` null), or those with one value of a dimension (null: not known).
public record Series(
    @Nullable String by,
    @Nullable String label,
    @Schema(
            description =
                "of one agent: start of its first run with this value that is known, whatever the"
                    + " range")
        @Nullable Instant firstSeenAt,
    @Schema(description = "of one agent: start of its last run with this value")
        @Nullable Instant lastSeenAt,
    List<Point> points) {}
