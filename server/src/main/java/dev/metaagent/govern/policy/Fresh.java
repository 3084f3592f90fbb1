package dev.metaagent.govern.policy;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One value for each organization, read again every five seconds by a thread of its own while the
/// old value is still given out. While it cannot be read, the old one stays.
final class Fresh<T> {

  private static final Logger log = LoggerFactory.getLogger(Fresh.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int MOST = 10_000;
  private static final Executor THREADS = work -> Thread.ofVirtual().name("fresh").start(work);

  private final LoadingCache<OrganizationId, T> values;

  Fresh(Function<OrganizationId, T> read) {
    this.values =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .refreshAfterWrite(EVERY)
            .executor(THREADS)
            .build(
                new CacheLoader<OrganizationId, T>() {
                  @Override
                  public T load(OrganizationId organization) {
                    return read.apply(organization);
                  }

                  @Override
                  public T reload(OrganizationId organization, T before) {
                    try {
                      return read.apply(organization);
                    } catch (RuntimeException e) {
                      log.debug("the value of a moment ago is used on", e);
                      return before;
                    }
                  }
                });
  }

  T get(OrganizationId organization) {
    return values.get(organization);
  }

  /// The next time it is read again.
  void forget(OrganizationId organization) {
    values.invalidate(organization);
  }
}
