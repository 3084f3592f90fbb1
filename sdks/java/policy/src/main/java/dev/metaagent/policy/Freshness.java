package dev.metaagent.policy;

import java.time.Duration;
import java.util.Optional;

/// How long a policy holds without contact with the server, and what happens beyond that age.
public record Freshness(long maxAgeSeconds, FailMode afterMaxAge) {

  public static Freshness parse(Fields policy) {
    return new Freshness(policy.integer("maxAgeSeconds", 0), FailMode.of(policy, "afterMaxAge"));
  }

  /// A refusal of kind `policyExpired` beyond the maximum age, if the policy fails closed.
  public Optional<Refusal> refusal(Duration age) {
    boolean expired = age.compareTo(Duration.ofSeconds(maxAgeSeconds)) > 0;
    return expired && afterMaxAge == FailMode.CLOSED
        ? Optional.of(new Refusal(RefusalKind.POLICY_EXPIRED, null))
        : Optional.empty();
  }
}
