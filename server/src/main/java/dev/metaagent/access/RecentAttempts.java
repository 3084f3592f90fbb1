package dev.metaagent.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The last attempts to send telemetry, for each organization: kept in memory, at most fifty, for
/// ten minutes. HTTP is recorded by the security filter; a controller says how many spans it read
/// with {@link #SPANS} and what was wrong with {@link #PROBLEM}; gRPC records itself.
@Component
public class RecentAttempts {

  /// Request attribute: the number of spans or log records of the body, an Integer.
  public static final String SPANS = "dev.metaagent.spans";

  /// Request attribute: one sentence that says what was wrong.
  public static final String PROBLEM = "dev.metaagent.problem";

  /// Request attribute: what to change at the sender, where a controller knows it better.
  public static final String REMEDY = "dev.metaagent.remedy";

  /// Request attribute: the OrganizationId whose signed address it was.
  public static final String ORGANIZATION = "dev.metaagent.organization";

  private static final int KEPT = 50;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private record Same(
      int status,
      String method,
      String path,
      int port,
      String remote,
      String client,
      @Nullable String problem,
      Credential.Kind credential) {

    static Same of(IngestAttempt attempt) {
      return new Same(
          attempt.status(),
          attempt.method(),
          attempt.path(),
          attempt.port(),
          attempt.remote(),
          attempt.client(),
          attempt.problem(),
          attempt.credential());
    }
  }

  private static final class Ring extends LinkedHashMap<Same, IngestAttempt> {
    Ring() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Same, IngestAttempt> eldest) {
      return size() > KEPT;
    }

    synchronized void note(IngestAttempt attempt) {
      merge(Same.of(attempt), attempt, IngestAttempt::again);
    }

    synchronized List<IngestAttempt> copy() {
      return new ArrayList<>(values());
    }
  }

  private final Cache<OrganizationId, Ring> rings =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterAccess(Duration.ofHours(1)).build();
  private final Clock clock;
  private final TypedText typed;

  RecentAttempts(Clock clock, TypedText typed) {
    this.clock = clock;
    this.typed = typed;
  }

  /// Notes one attempt.
  public void record(OrganizationId organization, IngestAttempt attempt) {
    rings.get(organization, _ -> new Ring()).note(attempt);
  }

  /// The attempts of the last ten minutes, newest first, without personal data in what senders
  /// wrote; the address of the sender is kept.
  public List<IngestAttempt> recent(OrganizationId organization) {
    Ring ring = rings.getIfPresent(organization);
    if (ring == null) {
      return List.of();
    }
    Instant oldest = clock.instant().minus(REMEMBERED);
    return ring.copy().stream()
        .filter(attempt -> attempt.at().isAfter(oldest))
        .sorted(Comparator.comparing(IngestAttempt::at).reversed())
        .map(attempt -> attempt.map(text -> typed.clean(organization, text)))
        .toList();
  }
}
