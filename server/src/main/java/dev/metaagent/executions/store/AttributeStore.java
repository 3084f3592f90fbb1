package dev.metaagent.executions.store;

import dev.metaagent.database.BulkInsert;
import dev.metaagent.kernel.OrganizationId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;

/// Rows of execution_attributes: the current values of the declared keys of each execution.
@Repository
class AttributeStore {

  private static final String FORGET =
      """
      delete from execution_attributes as stored
      where organization_id = ? and day = ? and trace_id = any(?) and (
        (trace_id, span_id) in (select * from unnest(?::uuid[], ?::int8[]))
        or not exists (
          select from executions as run
          where run.organization_id = stored.organization_id and run.day = stored.day
            and run.trace_id = stored.trace_id and run.span_id = stored.span_id))
      """;

  private record Attribute(ExecutionStore.Placed execution, String key, String value) {}

  /// Updates the rows of some traces to match their executions, which are already written.
  void write(
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      List<ExecutionStore.Placed> executions)
      throws SQLException {
    if (declaredKeys.isEmpty()) {
      return;
    }
    forget(connection, organization, executions);
    List<Attribute> attributes = new ArrayList<>();
    for (ExecutionStore.Placed placed : executions) {
      Map<String, String> kept = ExecutionStore.keptAttributes(placed.state());
      for (String key : declaredKeys) {
        String value = kept.get(key);
        if (value != null) {
          attributes.add(new Attribute(placed, key, value));
        }
      }
    }
    new BulkInsert<>("execution_attributes", organization.value(), attributes)
        .day("day", attribute -> attribute.execution().day())
        .text("key", Attribute::key)
        .text("value", Attribute::value)
        .time("started_at", attribute -> attribute.execution().state().startedAt())
        .uuid("trace_id", attribute -> attribute.execution().trace().value())
        .bigint("span_id", attribute -> attribute.execution().state().span)
        .insertNew(connection);
  }

  /// Removes earlier rows of these executions, whatever their start, and rows of executions of
  /// their traces that no longer exist.
  private static void forget(
      Connection connection, OrganizationId organization, List<ExecutionStore.Placed> executions)
      throws SQLException {
    Map<LocalDate, List<ExecutionStore.Placed>> days =
        executions.stream().collect(Collectors.groupingBy(ExecutionStore.Placed::day));
    for (Map.Entry<LocalDate, List<ExecutionStore.Placed>> day : days.entrySet()) {
      Array traces =
          connection.createArrayOf(
              "uuid", day.getValue().stream().map(placed -> placed.trace().value()).toArray());
      Array spans =
          connection.createArrayOf(
              "int8", day.getValue().stream().map(placed -> placed.state().span).toArray());
      try (PreparedStatement statement = OfDay.prepare(connection, FORGET, day.getKey())) {
        statement.setObject(1, organization.value());
        statement.setArray(2, traces);
        statement.setArray(3, traces);
        statement.setArray(4, spans);
        statement.executeUpdate();
      }
    }
  }
}
