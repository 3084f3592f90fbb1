package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.SeededIds;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;

/// How the history is told: the OpenTelemetry SDK, sending OTLP over HTTP.
final class Telemetry implements AutoCloseable {

  /// What the agency's program is.
  static final Resource RESOURCE =
      Resource.create(
          Attributes.of(
              AttributeKey.stringKey("service.name"), "outreach",
              AttributeKey.stringKey("deployment.environment.name"), "production"));

  private final Outbox outbox;
  private final SdkTracerProvider provider;

  Telemetry(SpanExporter exporter) {
    this.outbox = new Outbox(exporter);
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(new SeededIds())
            .setResource(RESOURCE)
            .addSpanProcessor(outbox)
            .build();
  }

  static Telemetry to(String server, String key) {
    return new Telemetry(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(server + "/v1/traces")
            .addHeader("Authorization", "Bearer " + key)
            .setCompression("gzip")
            .setTimeout(Duration.ofSeconds(30))
            .build());
  }

  Tracer tracer() {
    return provider.get("dev.metaagent.fleet");
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public void close() {
    provider.close();
  }
}
