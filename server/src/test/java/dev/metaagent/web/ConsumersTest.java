package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.testing.Asking;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConsumersTest {

  private final Asking asking = new Asking();

  private void setAside(UUID organization) {
    asking
        .bean(SystemTransactions.class)
        .call(() ->
            JdbcClient.create(asking.bean(DataSource.class))
                .sql(
                    """
                    insert into log_entries_set_aside (organization_id, consumer, transaction_id, entry_id, part,
                      recorded_at, type, version, payload, reason, tries, first_failed_at, last_failed_at)
                    values (:organization, 'measure', 1, 1, 0, now(), 'executions', 2, '[]', 'refused', 5, now(), now())
                    """)
                .param("organization", organization)
                .update());
  }

  private JsonNode measure() {
    for (JsonNode consumer : asking.get("/api/v1/status").get("consumers")) {
      if (consumer.get("name").asString().equals("measure")) {
        return consumer;
      }
    }
    throw new AssertionError("measure is not in the status");
  }

  @Test
  void theStatusSaysHowFarEachConsumerIs() throws InterruptedException {
    Asking.eventually(() -> measure().get("state").asString().equals("ok"));
    assertThat(measure().has("lag")).isTrue();
    assertThat(measure().has("oldestWaitingSeconds")).isTrue();
    assertThat(measure().get("lastAdvancedAt").isNull()).isFalse();
  }

  @Test
  void whatWasSetAsideIsShownToItsOrganizationAndTriedAgainOnDemand() throws InterruptedException {
    Asking other = new Asking();
    setAside(asking.organization().value());

    Asking.eventually(() -> measure().get("setAside").asInt() == 1);
    JsonNode items = asking.get("/api/v1/consumers/measure/set-aside").get("items");
    assertThat(items.size()).isEqualTo(1);
    assertThat(items.get(0).get("reason").asString()).isEqualTo("refused");
    assertThat(items.get(0).get("nextTryAt").isNull()).isTrue();
    assertThat(other.get("/api/v1/consumers/measure/set-aside").get("items").size()).isZero();

    String answer = asking.send("POST", "/api/v1/consumers/measure/set-aside/retry", "{}").body();
    assertThat(JsonMapper.shared().readTree(answer).get("events").asInt()).isEqualTo(1);
    Asking.eventually(() -> measure().get("setAside").asInt() == 0);
  }
}
