package dev.metaagent.access.http;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.Mode;
import dev.metaagent.database.DatabaseSettings;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Registers the security filter before every other one, and decides the mode.
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  private static final Logger log = LoggerFactory.getLogger(AccessConfiguration.class);

  @Bean
  Mode mode(AccessSettings access, DatabaseSettings database, ServerProperties server) {
    InetAddress address = server.getAddress();
    boolean loopback = address != null && address.isLoopbackAddress();
    boolean local =
        switch (access.mode()) {
          case "server" -> false;
          case "local" -> requireLoopback(loopback);
          default -> loopback && database.embedded();
        };
    ServerProperties.ForwardHeadersStrategy forwarded = server.getForwardHeadersStrategy();
    if (local && forwarded != null && forwarded != ServerProperties.ForwardHeadersStrategy.NONE) {
      throw new IllegalStateException(
          "Local mode trusts no proxy: METAAGENT_FORWARDED_HEADERS needs METAAGENT_MODE=server");
    }
    log.info(
        local
            ? "Local mode: listening on this machine only; no login and no key are needed."
            : "Server mode: every request needs a credential.");
    return new Mode(local);
  }

  private static boolean requireLoopback(boolean loopback) {
    if (!loopback) {
      throw new IllegalStateException(
          "METAAGENT_MODE=local needs METAAGENT_ADDRESS to be a loopback address");
    }
    return true;
  }

  @Bean
  FilterRegistrationBean<SecurityFilter> securityFilterRegistration(SecurityFilter filter) {
    FilterRegistrationBean<SecurityFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }
}
