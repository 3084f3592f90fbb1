package dev.metaagent.access.keys;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Mode;
import dev.metaagent.access.secrets.OwnerFile;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.BeforeListening;
import dev.metaagent.tenancy.Tenant;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The first admin key of a server in server mode: while the first organization has no valid admin
/// key, one is created at start and written to a file that only this user can read. The log names
/// the file, never the key.
@Component
@Order(10)
class FirstKey implements BeforeListening {

  static final String FILE = "admin-key";
  private static final Logger log = LoggerFactory.getLogger(FirstKey.class);

  private final Mode mode;
  private final ApiKeys keys;
  private final Path folder;
  private final Clock clock;

  FirstKey(Mode mode, ApiKeys keys, DatabaseSettings database, Clock clock) {
    this.mode = mode;
    this.keys = keys;
    this.folder = database.data();
    this.clock = clock;
  }

  @Override
  public void prepare() {
    if (!mode.local()) {
      Tenant.run(OrganizationId.LOCAL, this::makeIfMissing);
    }
  }

  private void makeIfMissing() {
    Instant now = clock.instant();
    boolean there =
        keys.all().stream().anyMatch(key -> key.scope() == KeyScope.ADMIN && key.valid(now));
    if (there) {
      return;
    }
    Path file = folder.resolve(FILE).toAbsolutePath();
    OwnerFile.prepare(file);
    ApiKeys.Issued key = keys.issue("first administrator", KeyScope.ADMIN, null, "server start");
    OwnerFile.write(file, key.key());
    log.info("An admin key was made for the first organization; it is in {}", file);
  }
}
