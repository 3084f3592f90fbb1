package dev.metaagent.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What an agent is meant to reach; null leaves a value as it is.
///
/// @param successRate share of runs that succeed, 0 to 1
/// @param latencyP95Ms longest p95 of latency in milliseconds
/// @param costPerSuccessUsd the most one success may cost, a decimal string
@Schema(name = "ObjectivesEdit")
public record ObjectivesEdit(
    @Schema(example = "0.98") @Nullable Double successRate,
    @Schema(example = "3000") @Nullable Double latencyP95Ms,
    @Schema(example = "0.05") @Nullable String costPerSuccessUsd) {}
