package dev.metaagent.observe;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How telemetry is taken in.
///
/// @param otlpHttpPort the standard OTLP/HTTP port; 0 closes it (METAAGENT_OTLP_HTTP_PORT)
/// @param otlpGrpcPort the standard OTLP/gRPC port; 0 closes it (METAAGENT_OTLP_GRPC_PORT)
/// @param maxRequest largest request body after decompression
/// @param writers connections that write telemetry
/// @param maxWaiting bytes of decoded requests that may wait for a writer before 429 is answered
/// @param settleAfter silence after which the topmost known span counts as the beginning of a run
@ConfigurationProperties("metaagent.observe")
public record ObserveSettings(
    @DefaultValue("4318") int otlpHttpPort,
    @DefaultValue("4317") int otlpGrpcPort,
    @DefaultValue("64MB") DataSize maxRequest,
    @DefaultValue("2") int writers,
    @DefaultValue("128MB") DataSize maxWaiting,
    @DefaultValue("15m") Duration settleAfter) {}
