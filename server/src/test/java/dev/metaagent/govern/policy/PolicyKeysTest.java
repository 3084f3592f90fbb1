package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.document.Policy;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.TrustedKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PolicyKeysTest {

  private final Governed governed = new Governed();
  private final String agent = Governed.name("signed");

  private HttpResponse<String> rotate(String key, String body) {
    return governed.send(key, "POST", "/api/v1/policy/keys", body);
  }

  @Test
  void thereIsOneKeyWhichStaysTheSame() {
    KeyItem first = governed.keyItems().getFirst();
    assertThat(governed.keyItems()).containsExactly(first);
    assertThat(first.algorithm()).isEqualTo("Ed25519");
    assertThat(first.notAfter()).isNull();
    assertThat(first.signerId()).isNull();
    assertThat(governed.json(agent).get("signature").get("keyId").asString())
        .isEqualTo(first.keyId());
    assertThat(
            TestServer.json(governed.get(governed.sdk(), "/api/v1/policy/keys"))
                .get("nextCursor")
                .isNull())
        .isTrue();
  }

  @Test
  void whoTrustedTheKeyBeforeTrustsTheNewOne() {
    TrustedKeys before = governed.keys();
    String held = governed.policy(agent).body();
    long version = Governed.taken(held, agent, before, null).version();

    HttpResponse<String> made = rotate(governed.admin(), "{\"reason\": \"each year\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String fresh = TestServer.json(made).get("keyId").asString();

    String document = governed.policy(agent).body();
    assertThat(TestServer.json(governed.policy(agent)).get("signature").get("keyId").asString())
        .isEqualTo(fresh);
    assertThat(before.trusts(fresh)).isFalse();
    TrustedKeys after = TrustedKeys.of(List.of(), before.publicKeys(), governed.keyItems());
    Policy policy = Governed.taken(document, agent, after, version);
    assertThat(policy.version()).isEqualTo(version);
    Governed.taken(held, agent, after, version);
    TrustedKeys pinned = TrustedKeys.of(before.publicKeys(), List.of(), governed.keyItems());
    Governed.taken(document, agent, pinned, null);
    Governed.taken(document, agent, governed.keys(), null);
  }

  @Test
  void aChainOfRotationsHoldsAsLongAsItsKeysAreValid() {
    TrustedKeys first = governed.keys();
    rotate(governed.admin(), "{\"reason\": \"one\"}");
    rotate(governed.admin(), "{\"reason\": \"two\"}");
    assertThat(governed.keyItems()).hasSize(3);
    TrustedKeys now = TrustedKeys.of(first.publicKeys(), List.of(), governed.keyItems());
    Governed.taken(governed.policy(agent).body(), agent, now, null);
  }

  @Test
  void theKeyBeforeIsValidForSevenMoreDays() {
    rotate(governed.admin(), "{\"reason\": \"each year\"}");
    List<KeyItem> items = governed.keyItems();
    assertThat(items).hasSize(2);
    Instant end = Instant.parse(Objects.requireNonNull(items.getFirst().notAfter()));
    Instant begin = Instant.parse(Objects.requireNonNull(items.getLast().notBefore()));
    assertThat(Duration.between(begin, end)).isEqualTo(Duration.ofDays(7));
    assertThat(items.getLast().signerId()).isEqualTo(items.getFirst().keyId());
  }

  @Test
  void aRotationNeedsAnAdministratorAndAReasonAndIsInTheJournal() {
    assertThat(rotate(governed.sdk(), "{\"reason\": \"x\"}").statusCode()).isEqualTo(403);
    assertThat(rotate(governed.admin(), "{}").statusCode()).isEqualTo(400);
    assertThat(governed.keyItems()).hasSize(1);
    rotate(governed.admin(), "{\"reason\": \"lost a laptop\"}");
    JsonNode entry =
        TestServer.json(governed.get(governed.admin(), "/api/v1/audit")).get("items").get(0);
    assertThat(entry.get("action").asString()).isEqualTo("policyKey.rotate");
    assertThat(entry.get("reason").asString()).isEqualTo("lost a laptop");
  }
}
