package dev.metaagent.search.views;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/// A page of the dashboard with its filters, kept under a name for everybody of the organization.
@Schema(name = "View")
record SavedView(
    UUID id,
    String name,
    @Schema(example = "executions") String page,
    @Schema(example = "agent=Email Writer&failed=true") String query,
    Instant createdAt,
    String createdBy) {}
