package dev.metaagent.executions.attributes;

import io.swagger.v3.oas.annotations.media.Schema;

/// A key of plain metadata that runs are filtered and grouped by.
///
/// @param pseudonymous whether its values are replaced by pseudonyms before they are stored
@Schema(name = "DeclaredAttribute")
record DeclaredAttribute(
    @Schema(example = "customer.id") String key,
    @Schema(example = "Customer") String label,
    boolean pseudonymous) {}
