package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.health.contributor.Status;

class DatabaseHealthTest {

  @Test
  void aDatabaseThatAnswersIsUp() {
    assertThat(new DatabaseHealth(TestDatabase.dataSource()).health().getStatus())
        .isEqualTo(Status.UP);
  }

  @Test
  void aDatabaseThatIsSilentIsDownWithinThreeSeconds() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setUrl("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none");
      database.setUser("nobody");
      DatabaseHealth health = new DatabaseHealth(database);
      for (int i = 0; i < 2; i++) {
        long began = System.nanoTime();
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      }
    }
  }
}
