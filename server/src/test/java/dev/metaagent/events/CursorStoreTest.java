package dev.metaagent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How the next entries of the log are read.
class CursorStoreTest {

  private final OwnLog own = new OwnLog();

  @Test
  void theNextEntriesComeInTheOrderOfTheIndexWithoutBeingSorted() {
    OrganizationId organization = OwnLog.organization();
    own.append(organization, "1");
    own.append(organization, "2");

    String plan = own.system.call(() -> String.join("\n", plan()));

    assertThat(plan).contains("Index Scan using recorded_batches_order").doesNotContain("Sort");
  }

  /// The plan that holds for any position, as that of a statement that was prepared.
  private List<String> plan() {
    own.jdbc
        .sql(
            "select set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode',"
                + " 'force_generic_plan', true)")
        .query()
        .singleRow();
    String statement =
        CursorStore.NEXT
            .replace(":transaction::text", "$1::text")
            .replace(":id", "$2")
            .replace(":limit", "$3");
    own.jdbc.sql("prepare next_entries (text, bigint, bigint) as " + statement).update();
    try {
      return own.jdbc
          .sql("explain execute next_entries ('0', 0, 500)")
          .query((row, _) -> Objects.requireNonNull(row.getString(1)))
          .list();
    } finally {
      own.jdbc.sql("deallocate next_entries").update();
    }
  }
}
