package dev.metaagent.executions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the assembly and storage of executions.
///
/// @param writeTimeout time that one transaction of telemetry may take, in the database for each
///   statement and in the processor for each trace (METAAGENT_WRITE_TIMEOUT)
/// @param maxTraceSpans spans of one trace that are written in one transaction
///   (METAAGENT_MAX_TRACE_SPANS)
/// @param settleAfter time without new spans after which the topmost known span counts as the
///   beginning of a run (METAAGENT_SETTLE_AFTER)
@ConfigurationProperties("metaagent.executions")
public record ExecutionsSettings(
    @DefaultValue("5s") Duration writeTimeout,
    @DefaultValue("20000") int maxTraceSpans,
    @DefaultValue("15m") Duration settleAfter) {}
