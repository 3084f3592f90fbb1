package dev.metaagent.observe;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One `insert … select … from unnest(…)` of many rows of one organization: each column is one
/// array parameter, so the statement is planned once and row-level security checks every row.
///
/// Times travel as microseconds, days as days since 1970, lists joined by a unit separator: numbers
/// have a binary array form, these types do not.
final class BulkInsert<R> {

  private static final char SEPARATOR = '\u001f';

  private record Column(String name, String type, String expression, @Nullable Object[] values) {}

  private final String table;
  private final List<R> rows;
  private final UUID organization;
  private final List<Column> columns = new ArrayList<>();

  BulkInsert(String table, UUID organization, List<R> rows) {
    this.table = table;
    this.organization = organization;
    this.rows = rows;
  }

  BulkInsert<R> uuid(String name, Function<R, @Nullable UUID> value) {
    return add(name, "uuid", "x.%s", value, new UUID[0]);
  }

  BulkInsert<R> text(String name, Function<R, @Nullable String> value) {
    return add(name, "text", "x.%s", row -> storable(value.apply(row)), new String[0]);
  }

  /// PostgreSQL text holds every character but NUL.
  private static @Nullable String storable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', ' ');
  }

  BulkInsert<R> bigint(String name, Function<R, @Nullable Long> value) {
    return add(name, "int8", "x.%s", value, new Long[0]);
  }

  BulkInsert<R> integer(String name, Function<R, @Nullable Integer> value) {
    return add(name, "int4", "x.%s", value, new Integer[0]);
  }

  BulkInsert<R> real(String name, Function<R, @Nullable Double> value) {
    return add(name, "float8", "x.%s", value, new Double[0]);
  }

  BulkInsert<R> bool(String name, Function<R, @Nullable Boolean> value) {
    return add(name, "bool", "x.%s", value, new Boolean[0]);
  }

  BulkInsert<R> bytes(String name, Function<R, byte[]> value) {
    return add(name, "bytea", "x.%s", value, new byte[0][]);
  }

  BulkInsert<R> day(String name, Function<R, LocalDate> value) {
    return add(
        name,
        "int4",
        "date '1970-01-01' + x.%s",
        row -> (int) value.apply(row).toEpochDay(),
        new Integer[0]);
  }

  BulkInsert<R> time(String name, Function<R, @Nullable Instant> value) {
    return add(
        name,
        "int8",
        "timestamptz 'epoch' + x.%s * interval '1 microsecond'",
        row -> micros(value.apply(row)),
        new Long[0]);
  }

  BulkInsert<R> texts(String name, Function<R, List<String>> value) {
    return add(
        name,
        "text",
        "string_to_array(x.%s, chr(31))",
        row ->
            value.apply(row).stream().map(BulkInsert::plain).collect(Collectors.joining("\u001f")),
        new String[0]);
  }

  BulkInsert<R> bigints(String name, Function<R, List<Long>> value) {
    return add(
        name,
        "text",
        "string_to_array(x.%s, chr(31))::bigint[]",
        row -> value.apply(row).stream().map(String::valueOf).collect(Collectors.joining("\u001f")),
        new String[0]);
  }

  private static String plain(String text) {
    String storable = text.replace('\0', ' ');
    return storable.indexOf(SEPARATOR) < 0 ? storable : storable.replace(SEPARATOR, ' ');
  }

  static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private <V> BulkInsert<R> add(
      String name,
      String type,
      String expression,
      Function<R, ? extends @Nullable V> value,
      V[] empty) {
    @Nullable Object[] values = Arrays.copyOf(empty, rows.size(), arrayType(empty));
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    columns.add(new Column(name, type, expression.formatted(name), values));
    return this;
  }

  @SuppressWarnings("unchecked")
  private static Class<? extends Object[]> arrayType(Object[] empty) {
    return (Class<? extends Object[]>) empty.getClass();
  }

  /// Inserts the rows; a row whose key exists is left as it is. Answers how many were new.
  int insertNew(Connection connection) throws SQLException {
    return execute(connection, " on conflict do nothing");
  }

  /// Inserts the rows; a row whose key exists is replaced.
  int insertOrReplace(Connection connection, String... key) throws SQLException {
    Set<String> keys = Set.of(key);
    String assignments =
        columns.stream()
            .map(Column::name)
            .filter(name -> !keys.contains(name))
            .map(name -> name + " = excluded." + name)
            .collect(Collectors.joining(", "));
    String target = "organization_id, " + String.join(", ", key);
    return execute(connection, " on conflict (" + target + ") do update set " + assignments);
  }

  private int execute(Connection connection, String conflict) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql() + conflict)) {
      statement.setObject(1, organization);
      List<Array> arrays = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        Array array = connection.createArrayOf(columns.get(i).type(), columns.get(i).values());
        arrays.add(array);
        statement.setArray(i + 2, array);
      }
      int inserted = statement.executeUpdate();
      for (Array array : arrays) {
        array.free();
      }
      return inserted;
    }
  }

  private String sql() {
    Map<String, String> selected = new LinkedHashMap<>();
    columns.forEach(column -> selected.put(column.name(), column.expression()));
    return "insert into %s (organization_id, %s) select ?::uuid, %s from unnest(%s) as x(%s)"
        .formatted(
            table,
            String.join(", ", selected.keySet()),
            String.join(", ", selected.values()),
            columns.stream()
                .map(column -> "?::" + column.type() + "[]")
                .collect(Collectors.joining(", ")),
            String.join(", ", selected.keySet()));
  }
}
