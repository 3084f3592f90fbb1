package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/// The yardstick of the same machine at the same time: plain COPY of the stored rows into a bare
/// table on two connections, once the typed columns alone and once with the span's 2.1 kB as text.
final class RawCopy {

  private static final int ROWS = 20_000;
  private static final long SECONDS = 8;
  private static final int CONNECTIONS = 2;

  private final Server server;

  RawCopy(Server server) {
    this.server = server;
  }

  /// Rows a second with the span's bytes as text.
  double run(Result result) throws Exception {
    double typed = measure("null::text");
    double whole = measure("left(repeat(md5(trace_id::text || span_id), 66), 2100)");
    result.put("rawCopy.typedRowsPerSecond", typed, "rows/s", Better.higher);
    result.put("rawCopy.rowsPerSecond", whole, "rows/s", Better.higher);
    return whole;
  }

  private double measure(String body) throws Exception {
    try (Connection database = server.superuser()) {
      execute(database, "drop table if exists bench_copy");
      execute(
          database,
          "create table bench_copy as select *, "
              + body
              + " as body from agent_execution_logs limit 0");
      byte[] rows = rows(database, body);
      AtomicLong copied = new AtomicLong();
      long began = System.nanoTime();
      long until = began + SECONDS * 1_000_000_000L;
      List<Thread> threads = new ArrayList<>();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        threads.add(Thread.ofPlatform().start(() -> copy(rows, until, copied)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      double took = (System.nanoTime() - began) / 1e9;
      execute(database, "drop table bench_copy");
      return copied.get() / took;
    }
  }

  private static byte[] rows(Connection database, String body) throws Exception {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    database
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut(
            "copy (select *, " + body + " from agent_execution_logs limit " + ROWS + ") to stdout",
            rows);
    return rows.toByteArray();
  }

  private void copy(byte[] rows, long until, AtomicLong copied) {
    try (Connection database = server.superuser()) {
      while (System.nanoTime() < until) {
        copied.addAndGet(
            database
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy bench_copy from stdin", new java.io.ByteArrayInputStream(rows)));
      }
    } catch (SQLException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
