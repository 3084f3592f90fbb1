package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

  @TempDir Path folder;

  @Test
  void aBackupUnderLoadHoldsEverythingCommittedBeforeItBegan() throws Exception {
    Path data = folder.resolve("data");
    Path file = folder.resolve("all.backup");
    long before;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
      run(postgres.url(), "create table line (n bigint primary key, text text)");
      AtomicLong committed = new AtomicLong();
      AtomicBoolean stop = new AtomicBoolean();
      Thread load = Thread.ofVirtual().start(() -> insert(postgres.url(), committed, stop));
      while (committed.get() < 500) {
        Thread.sleep(10);
      }
      before = committed.get();
      new Maintenance(data, Clock.systemUTC()).backup(file);
      stop.set(true);
      load.join();
      assertThat(committed.get()).isGreaterThan(before);
    }

    Path other = folder.resolve("other");
    new Maintenance(other, Clock.systemUTC()).restore(file);

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(other)) {
      long rows = number(postgres.url(), "select count(*) from line");
      long last = number(postgres.url(), "select max(n) from line");
      assertThat(last).isGreaterThanOrEqualTo(before);
      assertThat(rows).as("a prefix of what was committed, without a hole").isEqualTo(last);
    }
  }

  @Test
  void aBackupIsTakenFromADataFolderWhoseServerIsStopped() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    Files.writeString(data.resolve("secret"), "do not lose me");

    Path file = new Maintenance(data, Clock.systemUTC()).backup(folder.resolve("all.backup"));
    Path other = folder.resolve("other");
    new Maintenance(other, Clock.systemUTC()).restore(file);

    assertThat(other.resolve("secret")).hasContent("do not lose me");
    assertThat(other.resolve("database.password"))
        .hasSameTextualContentAs(data.resolve("database.password"));
  }

  @Test
  void aCutBackupIsRefusedAndLeavesNothing() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    Path file = new Maintenance(data, Clock.systemUTC()).backup(folder.resolve("all.backup"));
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.backup"), java.util.Arrays.copyOf(bytes, 500_000));
    Path other = folder.resolve("other");

    assertThatThrownBy(() -> new Maintenance(other, Clock.systemUTC()).restore(cut))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cut.backup");
    assertThat(other.resolve("database")).doesNotExist();
    assertThat(other.resolve("restoring")).doesNotExist();
  }

  @Test
  void aFolderWithADatabaseIsNeverOverwritten() throws IOException {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    Path file = Files.writeString(folder.resolve("some.backup"), "anything");

    assertThatThrownBy(() -> new Maintenance(data, Clock.systemUTC()).restore(file))
        .hasMessageContaining("holds a database already");
  }

  @Test
  void twoProcessesCannotUseOneDataFolder() throws IOException {
    Path data = folder.resolve("data");
    try (DataFolderLock lock = DataFolderLock.take(Files.createDirectories(data))) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> EmbeddedPostgres.start(data))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("METAAGENT_DATA");
    }
  }

  private static void insert(String url, AtomicLong committed, AtomicBoolean stop) {
    try (Connection connection = DriverManager.getConnection(url);
        var insert = connection.prepareStatement("insert into line values (?, repeat('x', 200))")) {
      for (long n = 1; !stop.get(); n++) {
        insert.setLong(1, n);
        insert.executeUpdate();
        committed.set(n);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
