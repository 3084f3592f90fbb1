package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class NotifyingBusTest extends LiveBusContract {

  private static final String HEARERS =
      """
      select count(pg_terminate_backend(pid)) from pg_stat_activity
      where query = 'listen metaagent_live' and datname = current_database()
      """;

  @Override
  LiveBus bus() {
    return new NotifyingBus(new DriverManagerDataSource(TestDatabase.directUrl()));
  }

  @Override
  void end(LiveBus bus) {
    ((NotifyingBus) bus).close();
  }

  @Test
  void itIsToldAgainAfterItsConnectionWasCut() throws InterruptedException {
    JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(TestDatabase.directUrl()));
    try (var _ = listen(there())) {
      Thread.sleep(300);
      assertThat(jdbc.sql(HEARERS).query(Long.class).single()).isPositive();
      Thread.sleep(1_000);
      forgetWhatWasTold();
      here().signal();
      assertThat(isTold(2_000)).isTrue();
    }
  }
}
