package dev.metaagent.ingest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of the ingest endpoints and queue.
///
/// @param otlpHttpPort the standard OTLP/HTTP port; 0 closes it (METAAGENT_OTLP_HTTP_PORT)
/// @param otlpGrpcPort the standard OTLP/gRPC port; 0 closes it (METAAGENT_OTLP_GRPC_PORT)
/// @param maxRequest largest request body after decompression
/// @param writers connections that write telemetry
/// @param maxWaiting bytes of decoded requests that may wait for a writer before 429 is answered
@ConfigurationProperties("metaagent.ingest")
public record IngestSettings(
    @DefaultValue("4318") int otlpHttpPort,
    @DefaultValue("4317") int otlpGrpcPort,
    @DefaultValue("64MB") DataSize maxRequest,
    @DefaultValue("3") int writers,
    @DefaultValue("128MB") DataSize maxWaiting) {}
