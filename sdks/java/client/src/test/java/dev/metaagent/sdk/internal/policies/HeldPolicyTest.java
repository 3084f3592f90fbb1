package dev.metaagent.sdk.internal.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.document.Rejection;
import dev.metaagent.policy.document.Verdict;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.SigningKey;
import dev.metaagent.policy.signing.TrustedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldPolicyTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private final SigningKey key = SigningKey.generate();
  private final TrustedKeys keys = TrustedKeys.of(List.of(key.publicKey()));
  private final Instant now = Instant.now();
  private final HeldPolicy policy = new HeldPolicy("desk", Duration.ZERO);

  private String document(String agent, long version) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("agent", Map.of("name", agent));
    fields.put("version", version);
    fields.put("issuedAt", now.toString());
    fields.put("maxAgeSeconds", 3600);
    fields.put("afterMaxAge", "closed");
    return Json.write(key.signed(fields));
  }

  private Verdict.@Nullable Rejected offer(String agent, long version) {
    return policy.offer(document(agent, version), keys, now);
  }

  @Test
  void aPingConfirmsWhatTheServerGave() {
    assertThat(policy.pinged()).isFalse();
    offer("desk", 1);
    assertThat(policy.pinged()).isTrue();
  }

  @Test
  void aPingDoesNotConfirmWhatTheServerReplacedByADocumentThatWasRefused() {
    offer("desk", 2);
    Verdict.Rejected rejected = offer("other", 3);
    assertThat(rejected).extracting(Verdict.Rejected::why).isEqualTo(Rejection.OTHER_AGENT);
    assertThat(policy.pinged()).isFalse();
    policy.confirmed();
    assertThat(policy.pinged()).isTrue();
  }

  @Test
  void aPingDoesNotConfirmAPolicyFromDiskBeforeTheServerDid() {
    policy.restore(new StoredPolicy(document("desk", 1), now), keys, now, HOUR);
    assertThat(policy.pinged()).isFalse();
    assertThat(policy.age()).isGreaterThanOrEqualTo(HOUR);
    policy.confirmed();
    assertThat(policy.age()).isLessThan(HOUR);
    assertThat(policy.held()).extracting(Held::source).isEqualTo(Source.SERVER);
  }
}
