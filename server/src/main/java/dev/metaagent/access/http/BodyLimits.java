package dev.metaagent.access.http;

import dev.metaagent.access.BodySettings;
import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.TimedBody;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Gives each request its share of the {@link BytesInFlight} and the time in which its body has to
/// arrive.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 90)
class BodyLimits implements Filter {

  private final BytesInFlight inFlight;
  private final BodySettings settings;

  BodyLimits(BytesInFlight inFlight, BodySettings settings) {
    this.inFlight = inFlight;
    this.settings = settings;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (BytesInFlight.Share share = inFlight.share()) {
      request.setAttribute(BytesInFlight.Share.class.getName(), share);
      TimedBody timed = new TimedBody((HttpServletRequest) request, settings.timeout());
      request.setAttribute(TimedBody.class.getName(), timed);
      chain.doFilter(timed, response);
    }
  }
}
