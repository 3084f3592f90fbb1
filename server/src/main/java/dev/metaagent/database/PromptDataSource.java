package dev.metaagent.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;

/// A connection pool that closes within about a second although its database is gone. At its close
/// HikariCP waits for the thread that adds connections, which may sleep between failed attempts, as
/// long as the login timeout of the driver manager says.
final class PromptDataSource extends HikariDataSource {

  private static final int SECONDS = 1;

  PromptDataSource(HikariConfig config) {
    super(config);
  }

  @Override
  public void close() {
    int before = DriverManager.getLoginTimeout();
    DriverManager.setLoginTimeout(SECONDS);
    try {
      super.close();
    } finally {
      DriverManager.setLoginTimeout(before);
    }
  }
}
