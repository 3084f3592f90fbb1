package dev.metaagent.access.http;

import java.util.List;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// The protocols of other products, by path. They are refused with the settings that switch the
/// sender to OpenTelemetry.
@Component
class ForeignProtocols {

  /// A protocol that is not accepted here.
  ///
  /// @param product the product it belongs to
  /// @param remedy what to change at the sender; `<address>` and `<key>` stand for this server's
  ///   own
  record ForeignProtocol(String product, String remedy) {}

  private record Known(ForeignProtocol protocol, List<PathPattern> paths) {}

  private static final String CHOOSE_OTLP =
      "Choose the OTLP exporter: OTEL_TRACES_EXPORTER=otlp,"
          + " OTEL_EXPORTER_OTLP_ENDPOINT=<address>.";

  private static final String EXPORT_OTLP =
      "Point an OpenTelemetry exporter at <address>/v1/traces instead of this SDK.";

  private static final List<Known> KNOWN =
      List.of(
          of(
              "LangSmith",
              "Set LANGSMITH_OTEL_ENABLED=true and LANGSMITH_OTEL_ONLY=true, with"
                  + " OTEL_EXPORTER_OTLP_ENDPOINT=<address> and"
                  + " OTEL_EXPORTER_OTLP_HEADERS=x-api-key=<key>; the runs then come as OTLP.",
              "/runs/**",
              "/feedback/**",
              "/api/v1/runs/**",
              "/api/runs/**",
              "/sessions",
              "/info",
              "/api/v1/info",
              "/api/info"),
          of(
              "Langfuse",
              "Use the Langfuse SDK from version 3 (Python) or 4 (JS) on, which sends OTLP: set"
                  + " LANGFUSE_BASE_URL=<address>, LANGFUSE_PUBLIC_KEY=metaagent and"
                  + " LANGFUSE_SECRET_KEY=<key>.",
              "/api/public/ingestion",
              "/api/public/traces/**",
              "/api/public/spans",
              "/api/public/generations",
              "/api/public/events",
              "/api/public/scores",
              "/api/public/v2/**"),
          of(
              "MLflow",
              "Set OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=<address>/v1/traces; MLflow then exports"
                  + " OTLP.",
              "/api/2.0/mlflow/**",
              "/api/3.0/mlflow/**"),
          of(
              "Opik",
              "Point an OpenTelemetry exporter at <address>/v1/traces instead of the Opik SDK.",
              "/v1/private/**",
              "/api/v1/private/**",
              "/opik/api/**"),
          of(
              "Phoenix",
              "Set PHOENIX_COLLECTOR_ENDPOINT=<address>/v1/traces and"
                  + " PHOENIX_API_KEY=<key>; the traces then come as OTLP.",
              "/v1/projects/**",
              "/v1/spans",
              "/v1/datasets/**"),
          of(
              "Helicone",
              "Send to the model provider itself, and add an OpenTelemetry instrumentation of its"
                  + " SDK that exports to <address>/v1/traces.",
              "/v1/chat/completions",
              "/v1/completions",
              "/v1/messages",
              "/v1/responses",
              "/v1/embeddings",
              "/v1/log/**",
              "/v1/trace/log",
              "/oai/v1/**",
              "/anthropic/v1/**",
              "/custom/v1/log"),
          of(
              "Braintrust",
              "Set OTEL_EXPORTER_OTLP_ENDPOINT=<address>; Braintrust's SDKs can export OTLP.",
              "/logs3",
              "/api/project/register"),
          of(
              "Weave",
              "Point an OpenTelemetry exporter at <address>/v1/traces instead of weave.init.",
              "/call/**",
              "/obj/**"),
          of("Zipkin", CHOOSE_OTLP, "/api/v1/spans", "/api/v2/spans"),
          of("Jaeger", CHOOSE_OTLP, "/api/traces"),
          of(
              "Datadog",
              "Set DD_TRACE_OTEL_ENABLED=true with an OTLP exporter, OTEL_EXPORTER_OTLP_ENDPOINT="
                  + "<address>.",
              "/v0.3/traces",
              "/v0.4/traces",
              "/v0.5/traces",
              "/v0.6/stats",
              "/v0.7/traces",
              "/telemetry/proxy/**",
              "/evp_proxy/**",
              "/api/v2/llmobs",
              "/api/intake/llm-obs/**"),
          of(
              "AgentOps",
              EXPORT_OTLP,
              "/v2/create_session",
              "/v2/create_events",
              "/v2/update_session",
              "/v2/create_agent",
              "/v3/auth/token"),
          of("Lunary", EXPORT_OTLP, "/v1/runs/ingest", "/api/report"),
          of("PostHog", EXPORT_OTLP, "/batch", "/batch/", "/capture/", "/i/v0/**"),
          of("Honeycomb", CHOOSE_OTLP, "/1/batch/**", "/1/events/**"),
          of("New Relic", CHOOSE_OTLP, "/trace/v1"),
          of("Elastic APM", CHOOSE_OTLP, "/intake/v2/events"),
          of(
              "Sentry",
              "Leave the DSN as it is, and add an OpenTelemetry exporter to <address>/v1/traces.",
              "/api/{project:[0-9]+}/envelope/",
              "/api/{project:[0-9]+}/envelope",
              "/api/{project:[0-9]+}/store/"));

  /// The product whose protocol a path belongs to.
  Optional<ForeignProtocol> of(PathContainer path) {
    return KNOWN.stream()
        .filter(known -> known.paths().stream().anyMatch(pattern -> pattern.matches(path)))
        .map(Known::protocol)
        .findFirst();
  }

  private static Known of(String product, String remedy, String... paths) {
    PathPatternParser parser = PathPatternParser.defaultInstance;
    return new Known(
        new ForeignProtocol(product, remedy), List.of(paths).stream().map(parser::parse).toList());
  }
}
