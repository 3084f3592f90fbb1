package dev.metaagent.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which PostgreSQL is used and how.
///
/// @param data folder of everything that survives a restart (METAAGENT_DATA)
/// @param url JDBC or libpq URL of an existing PostgreSQL 15 to 18; null starts the embedded one
///   (METAAGENT_DATABASE_URL)
/// @param username user of {@code url} where the URL names none
/// @param password password of {@code url} where the URL names none
/// @param ownerUrl URL of the owner that migrates; default {@code url}
/// @param directUrl URL past a pooler, for migrations; default {@code ownerUrl}
/// @param pool connections of the request pool
/// @param retentionDays days of executions that are kept
/// @param contentDays days of message bodies that are kept
@ConfigurationProperties("metaagent.database")
public record DatabaseSettings(
    Path data,
    @Nullable String url,
    @Nullable String username,
    @Nullable String password,
    @Nullable String ownerUrl,
    @Nullable String directUrl,
    @DefaultValue("16") int pool,
    @DefaultValue("30") int retentionDays,
    @DefaultValue("30") int contentDays) {

  public DatabaseSettings {
    url = blankToNull(url);
    username = blankToNull(username);
    password = blankToNull(password);
    ownerUrl = blankToNull(ownerUrl);
    directUrl = blankToNull(directUrl);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /// Whether this process starts its own PostgreSQL.
  public boolean embedded() {
    return url == null;
  }
}
