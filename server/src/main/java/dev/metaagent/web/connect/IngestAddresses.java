package dev.metaagent.web.connect;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The ingest endpoints: their addresses, and whether each is open.
@Component
class IngestAddresses {

  /// One ingest endpoint.
  ///
  /// @param problem why it is closed; null if it is open
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record IngestEndpoint(
      String name, String address, String formats, boolean open, @Nullable String problem) {}

  private static final String GRPC = "otlpGrpc";

  private final int httpPort;
  private final int grpcPort;
  private final String publicUrl;
  private final Map<String, SmartLifecycle> running;
  private volatile List<Integer> listening = List.of();

  IngestAddresses(
      @Value("${metaagent.ingest.otlp-http-port:0}") int httpPort,
      @Value("${metaagent.ingest.otlp-grpc-port:0}") int grpcPort,
      @Value("${metaagent.access.public-url:}") String publicUrl,
      @Lazy Map<String, SmartLifecycle> running) {
    this.httpPort = httpPort;
    this.grpcPort = grpcPort;
    this.publicUrl = publicUrl.replaceAll("/+$", "");
    this.running = running;
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    if (event.getWebServer() instanceof TomcatWebServer server) {
      listening =
          Arrays.stream(server.getTomcat().getService().findConnectors())
              .filter(connector -> connector.getState().isAvailable())
              .map(Connector::getLocalPort)
              .toList();
    }
  }

  /// The address that exporters are given: the standard port where it is open, else this one.
  String address(HttpServletRequest request) {
    if (!publicUrl.isEmpty()) {
      return publicUrl;
    }
    return httpOpen() ? "http://" + host(request) + ":" + httpPort : main(request);
  }

  List<IngestEndpoint> all(HttpServletRequest request) {
    String host = host(request);
    boolean grpcOpen = running.containsKey(GRPC) && running.get(GRPC).isRunning();
    return List.of(
        new IngestEndpoint(
            "OTLP / HTTP",
            "http://" + host + ":" + httpPort,
            "protobuf, JSON, gzip",
            httpOpen(),
            httpOpen() ? null : closed(httpPort, "METAAGENT_OTLP_HTTP_PORT")),
        new IngestEndpoint(
            "OTLP / gRPC",
            host + ":" + grpcPort,
            "protobuf",
            grpcOpen,
            grpcOpen ? null : closed(grpcPort, "METAAGENT_OTLP_GRPC_PORT")),
        new IngestEndpoint(
            "Same port", main(request) + "/v1/traces", "protobuf, JSON, gzip", true, null),
        new IngestEndpoint(
            "Plain JSON",
            main(request) + "/api/v1/executions",
            "no OpenTelemetry needed",
            true,
            null),
        new IngestEndpoint(
            "Webhooks", main(request) + "/api/v1/webhooks", "n8n and others, signed", true, null));
  }

  private static String closed(int port, String setting) {
    return port == 0
        ? "It is switched off (" + setting + "=0)."
        : "Port " + port + " is taken by another program. " + setting + " chooses another.";
  }

  private boolean httpOpen() {
    return httpPort > 0 && listening.contains(httpPort);
  }

  private String main(HttpServletRequest request) {
    if (!publicUrl.isEmpty()) {
      return publicUrl;
    }
    URI uri = URI.create(request.getRequestURL().toString());
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  private static String host(HttpServletRequest request) {
    return request.getServerName();
  }
}
