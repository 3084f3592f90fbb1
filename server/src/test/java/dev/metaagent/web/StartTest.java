package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.MetaAgent;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.BeforeListening;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

class StartTest {

  private static final List<Integer> PORTS = freePorts(3);
  private static final List<String> SEEN = new ArrayList<>();

  @TestConfiguration(proxyBeanMethods = false)
  static class Probe {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    BeforeListening lastStep(Organizations organizations) {
      return () -> {
        boolean there = organizations.find(OrganizationId.LOCAL).isPresent();
        SEEN.add("organization " + there);
        PORTS.forEach(port -> SEEN.add("open " + isOpen(port)));
      };
    }
  }

  @Test
  void noPortIsOpenBeforeTheFirstOrganizationExists() throws IOException {
    try (ConfigurableApplicationContext server =
        new SpringApplicationBuilder(MetaAgent.class, Probe.class)
            .run(
                "--METAAGENT_PORT=" + PORTS.get(0),
                "--METAAGENT_OTLP_HTTP_PORT=" + PORTS.get(1),
                "--METAAGENT_OTLP_GRPC_PORT=" + PORTS.get(2),
                "--METAAGENT_MODE=local",
                "--METAAGENT_DATABASE_URL=" + TestDatabase.url(),
                "--METAAGENT_DATA=" + Files.createTempDirectory("metaagent-start"),
                "--METAAGENT_LOG_LEVEL=WARN")) {
      assertThat(server.isRunning()).isTrue();
      assertThat(SEEN)
          .containsExactly("organization true", "open false", "open false", "open false");
      assertThat(PORTS).allMatch(StartTest::isOpen);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int at = 0; at < count; at++) {
        sockets.add(new ServerSocket(0));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
