package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Outcomes that did not come through the JSON endpoint, which checks lengths itself.
class PlainOutcomesTest {

  private final Asking asking = new Asking();

  private String lengths() {
    return asking
        .bean(TenantTransactions.class)
        .read(() ->
            JdbcClient.create(asking.bean(DataSource.class))
                .sql("select length(comment) || ' ' || length(said_by) from execution_outcomes")
                .query(String.class)
                .single());
  }

  @Test
  void aLongCommentOfAWebhookIsCut() {
    PlainOutcome said =
        new PlainOutcome(
            "long",
            null,
            null,
            "mail-7",
            "replied",
            true,
            PlainOutcome.Source.OUTCOME,
            null,
            null,
            "c".repeat(100_000),
            "b".repeat(100_000),
            Clock.systemUTC().instant());

    Tenant.run(asking.organization(), () -> asking.bean(PlainOutcomes.class).accept(List.of(said)));

    assertThat(Tenant.<String>call(asking.organization(), this::lengths)).isEqualTo("4000 200");
  }
}
