package dev.metaagent.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// The standard OTLP/HTTP port in addition to the main one. If it is taken, the server logs a
/// warning, and the same paths are served on the main port.
@Component
class OtlpHttpPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(OtlpHttpPort.class);

  private final int port;
  private final String address;

  OtlpHttpPort(IngestSettings settings, @Value("${server.address}") String address) {
    this.port = settings.otlpHttpPort();
    this.address = address;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (port == 0) {
      return;
    }
    if (taken(address, port)) {
      log.warn(
          "port {} is taken: OTLP/HTTP is served at /v1/traces on the main port only"
              + " (METAAGENT_OTLP_HTTP_PORT chooses another)",
          port);
      return;
    }
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", address);
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("otlp-handler-"));
    factory.addAdditionalConnectors(connector);
  }

  static boolean taken(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
