package dev.metaagent.web;

import dev.metaagent.access.BodySettings;
import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/// Bounds what connections cost, on every HTTP port: how many there are, how long one may be
/// silent, and how much of a refused body is read before its connection is closed.
@Component
class ConnectionLimit
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
  private static final int MOST_SWALLOWED = 64 * 1024;

  private final BodySettings settings;

  ConnectionLimit(BodySettings settings) {
    this.settings = settings;
  }

  /// After those that add ports.
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> bound(connector, settings.connections()));
    factory
        .getAdditionalConnectors()
        .forEach(connector -> bound(connector, settings.telemetryConnections()));
  }

  private static void bound(Connector connector, int connections) {
    connector.setProperty("maxSwallowSize", Integer.toString(MOST_SWALLOWED));
    if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      protocol.setMaxConnections(connections);
      protocol.setConnectionTimeout((int) SILENCE.toMillis());
      protocol.setKeepAliveTimeout((int) KEEP_ALIVE.toMillis());
    }
  }
}
