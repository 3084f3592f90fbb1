package dev.metaagent.web;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/// What every HTTP port reads: an encoded slash or backslash in a segment of a path, since ids of
/// sessions and users are any text, and HTTP/2 of clients that begin with it, so that a gRPC client
/// at the wrong port is told so. A client that offers to upgrade stays with HTTP/1.1.
@Component
class Wire implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private static final int MOST_STREAMS = 32;

  /// After those that add ports.
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(Wire::open);
    factory.getAdditionalConnectors().forEach(Wire::open);
  }

  private static void open(Connector connector) {
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.addUpgradeProtocol(new FromTheStart());
  }

  private static final class FromTheStart extends Http2Protocol {

    FromTheStart() {
      setMaxConcurrentStreams(MOST_STREAMS);
      setMaxConcurrentStreamExecution(MOST_STREAMS);
    }

    @Override
    public boolean accept(Request request) {
      return false;
    }
  }
}
