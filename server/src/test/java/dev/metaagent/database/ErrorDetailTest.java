package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.metaagent.testing.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors of the database are logged, so they must not hold what was to be stored.
class ErrorDetailTest {

  private static final TestServer SERVER = TestServer.local();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 30})
  void anErrorDoesNotTellTheValuesOfItsRow(int rows) throws Exception {
    List<Integer> numbers = IntStream.range(0, rows).boxed().toList();
    try (Connection connection = SERVER.bean(DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "create temporary table held (organization_id uuid, name text check (name = 'x')) on"
              + " commit drop");
      Throwable error =
          catchThrowable(() ->
              new BulkInsert<>("held", UUID.randomUUID(), numbers)
                  .text("name", number -> "ada@example.com")
                  .insertNew(connection));
      connection.rollback();

      assertThat(error).isNotNull();
      assertThat(error.toString()).contains("check constraint").doesNotContain("ada@example.com");
    }
  }
}
