package dev.metaagent.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// The connections of the process: one pool for requests and jobs, one plain source for migrations.
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  /// The server that was found or started.
  record Server(String url, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {
    @Override
    public void close() {
      if (embedded != null) {
        embedded.close();
      }
    }
  }

  @Bean(destroyMethod = "close")
  Server databaseServer(DatabaseSettings settings) {
    if (!settings.embedded()) {
      return new Server(jdbc(java.util.Objects.requireNonNull(settings.url())), null);
    }
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings.data());
    return new Server(postgres.url(), postgres);
  }

  @Bean(destroyMethod = "close")
  @Primary
  HikariDataSource dataSource(Server databaseServer, DatabaseSettings settings) {
    HikariConfig config = config(databaseServer.url(), settings);
    config.setPoolName("metaagent");
    config.setMaximumPoolSize(settings.pool());
    config.setMinimumIdle(2);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    return new PromptDataSource(config);
  }

  @Bean(destroyMethod = "close")
  @FlywayDataSource
  HikariDataSource ownerDataSource(Server databaseServer, DatabaseSettings settings) {
    String url =
        settings.directUrl() != null
            ? settings.directUrl()
            : settings.ownerUrl() != null ? settings.ownerUrl() : databaseServer.url();
    HikariConfig config = config(jdbc(url), settings);
    config.setPoolName("owner");
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    config.setIdleTimeout(10_000);
    return new PromptDataSource(config);
  }

  private static HikariConfig config(String url, DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    Address address = Address.of(url);
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    if (settings.username() != null && !settings.embedded()) {
      config.setUsername(settings.username());
      config.setPassword(settings.password());
    }
    config.addDataSourceProperty("ApplicationName", "metaagent");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // the detail of an error holds values of the row, and messages of errors are logged
    config.addDataSourceProperty("logServerErrorDetail", "false");
    if (url.contains("prepareThreshold")) {
      return config;
    }
    config.addDataSourceProperty("prepareThreshold", settings.embedded() ? "3" : "0");
    return config;
  }

  /// Accepts `postgres://user:password@host/db` beside JDBC URLs.
  static String jdbc(String url) {
    if (url.startsWith("jdbc:")) {
      return url;
    }
    URI uri = URI.create(url);
    StringBuilder jdbc = new StringBuilder("jdbc:postgresql://").append(uri.getHost());
    if (uri.getPort() > 0) {
      jdbc.append(':').append(uri.getPort());
    }
    jdbc.append(uri.getPath());
    String separator = "?";
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      jdbc.append("?user=").append(parts[0]);
      if (parts.length == 2) {
        jdbc.append("&password=").append(parts[1]);
      }
      separator = "&";
    }
    if (uri.getRawQuery() != null) {
      jdbc.append(separator).append(uri.getRawQuery());
    }
    return jdbc.toString();
  }
}
