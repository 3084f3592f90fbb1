package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.MetaAgent;
import dev.metaagent.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class ShutdownTest {

  @Test
  void aServerWhoseDatabaseIsGoneStopsWithinSeconds() throws IOException, InterruptedException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(Files.createTempDirectory("metaagent-shutdown"));
    ConfigurableApplicationContext server;
    try {
      server =
          new SpringApplicationBuilder(MetaAgent.class)
              .run(
                  "--METAAGENT_PORT=0",
                  "--METAAGENT_OTLP_HTTP_PORT=0",
                  "--METAAGENT_OTLP_GRPC_PORT=0",
                  "--METAAGENT_MODE=local",
                  "--METAAGENT_DATABASE_URL=" + postgres.url(),
                  "--METAAGENT_DATA=" + Files.createTempDirectory("metaagent-shutdown-server"),
                  "--METAAGENT_LOG_LEVEL=WARN");
    } finally {
      postgres.close();
    }
    Thread.sleep(Duration.ofSeconds(2));

    long begun = System.nanoTime();
    server.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }
}
