package dev.metaagent.live;

import javax.sql.DataSource;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The container's WebSockets, and the bus between nodes.
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
    return factory ->
        factory.addContextCustomizers(
            context -> context.addServletContainerInitializer(new WsSci(), null));
  }

  @Bean
  LiveBus liveBus(LiveSettings settings, @FlywayDataSource DataSource direct) {
    return settings.bus().equals("notify") ? new NotifyingBus(direct) : new PollingBus();
  }
}
