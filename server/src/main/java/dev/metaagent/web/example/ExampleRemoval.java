package dev.metaagent.web.example;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes every row of an example organization, whatever tables there are: day by day where a
/// table is partitioned, each part in a transaction of its own. Done again, it goes on where it
/// was. Its journal stays: nobody can take a line out of one.
@Component
class ExampleRemoval {

  private static final String TABLES =
      """
      select format('%I', relname) as name, relkind = 'p' as by_day
      from pg_class
      join pg_attribute on attrelid = pg_class.oid and attname = 'organization_id' and not attisdropped
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'audit_log'
      order by relname = 'api_keys' desc, relname
      """;

  /// What one job removes.
  ///
  /// @param organization its id
  record Gone(String organization) {}

  private record Table(String name, boolean byDay) {}

  private final JdbcClient jdbc;
  private final SystemTransactions transactions;
  private final Organizations organizations;

  ExampleRemoval(
      DataSource dataSource, SystemTransactions transactions, Organizations organizations) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
    this.organizations = organizations;
  }

  /// Deletes what there is.
  ///
  /// @return whether anything was there; the fleet may still have been sending
  boolean pass(OrganizationId organization) {
    if (!organization.isExample()) {
      throw new IllegalArgumentException(organization + " is no example organization");
    }
    int deleted = 0;
    List<LocalDate> days =
        transactions.call(() -> jdbc.sql("select metaagent_days()").query(LocalDate.class).list());
    for (Table table : tables()) {
      if (table.byDay()) {
        for (LocalDate day : days) {
          deleted += delete(table, organization, day);
        }
      } else {
        deleted += delete(table, organization);
      }
    }
    return deleted > 0;
  }

  /// Ends the organization itself.
  void finish(OrganizationId organization) {
    organizations.delete(organization);
  }

  private List<Table> tables() {
    return transactions.call(() ->
        jdbc.sql(TABLES)
            .query((row, number) -> new Table(row.getString("name"), row.getBoolean("by_day")))
            .list());
  }

  private int delete(Table table, OrganizationId organization) {
    return transactions.call(() ->
        jdbc.sql("delete from " + table.name() + " where organization_id = :organization")
            .param("organization", organization.value())
            .update());
  }

  private int delete(Table table, OrganizationId organization, LocalDate day) {
    return transactions.call(() ->
        jdbc.sql(
                "delete from "
                    + table.name()
                    + " where organization_id = :organization and day = :day")
            .param("organization", organization.value())
            .param("day", day)
            .update());
  }
}
