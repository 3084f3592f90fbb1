package dev.metaagent.govern.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Notices that the database was restored to an earlier state: an SDK holds a version that it does
/// not know. SDKs refuse older versions, so what the database says is sent again, with versions
/// above all that were given out. Versions are times, so that one of the future was never given out
/// and is no sign; and a policy is sent again once in ten minutes at most.
@Component
public class RestoredDatabase {

  private static final Logger log = LoggerFactory.getLogger(RestoredDatabase.class);
  private static final Duration ONCE_IN = Duration.ofMinutes(10);
  private static final int MOST = 50_000;

  /// @param key null: all policies
  private record Again(OrganizationId organization, @Nullable PolicyKey key) {}

  private final StoredPolicies stored;
  private final PolicyCache cache;
  private final Clock clock;
  private final Cache<Again, Boolean> done =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(ONCE_IN).build();

  RestoredDatabase(StoredPolicies stored, PolicyCache cache, Clock clock) {
    this.stored = stored;
    this.cache = cache;
    this.clock = clock;
  }

  /// Somebody holds a version of a policy.
  ///
  /// @param known the newest one known here
  void held(PolicyKey key, long known, long held) {
    if (held > known && mayBe(key, held) && stored.newerThan(key, held)) {
      sent(key, held);
    }
  }

  /// A stream goes on after a position.
  ///
  /// @param version every policy up to it was sent
  public void resumed(long version) {
    if (version > cache.completeUpTo(Tenant.current())
        && mayBe(null, version)
        && stored.allNewerThan(version)) {
      sent(null, version);
    }
  }

  private boolean mayBe(@Nullable PolicyKey key, long version) {
    return version < clock.millis() && done.getIfPresent(new Again(Tenant.current(), key)) == null;
  }

  private void sent(@Nullable PolicyKey key, long version) {
    done.put(new Again(Tenant.current(), key), Boolean.TRUE);
    log.info(
        "an SDK holds version {} of a policy, which this database does not know: it was restored,"
            + " and {} sent again",
        version,
        key == null ? "all policies of the organization are" : "that policy is");
  }
}
