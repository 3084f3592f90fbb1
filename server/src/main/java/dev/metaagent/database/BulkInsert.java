package dev.metaagent.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Inserts many rows of one organization. Each column is one array parameter of an `insert … select
/// … from unnest(…)`, so the statement is planned once and row-level security checks every row. A
/// few rows are an `insert … values (…), (…)` instead: PostgreSQL materializes each array of an
/// `unnest`, which costs more than such rows do.
///
/// ```java
/// new BulkInsert<>("outcome_keys", organization, keys)
///     .text("key", Key::key)
///     .time("sent_at", Key::at)
///     .insertNew(connection);
/// ```
///
/// The table has a column `organization_id`, which every row gets. A column method names the column
/// and reads its value from a row; a value that is unknown is null. Table and column names go into
/// the SQL as they are and come from code only. Runs in the transaction of the connection.
///
/// Times travel as microseconds, days as days since 1970, lists joined by a unit separator: numbers
/// have a binary array form, these types do not. NUL, which PostgreSQL cannot hold, becomes a
/// blank; so does a unit separator inside an item of a list.
public final class BulkInsert<R> {

  private static final char SEPARATOR = '\u001f';

  /// Up to how many rows are inserted by `values`.
  private static final int FEW = 8;

  private static final Map<String, Integer> SQL_TYPES =
      Map.of(
          "uuid", Types.OTHER,
          "text", Types.VARCHAR,
          "int8", Types.BIGINT,
          "int4", Types.INTEGER,
          "float8", Types.DOUBLE,
          "bool", Types.BOOLEAN,
          "bytea", Types.BINARY);

  /// @param expression what is stored, with `%s` for the value that was sent
  private record Column(String name, String type, String expression, @Nullable Object[] values) {

    int sqlType() {
      return Objects.requireNonNull(SQL_TYPES.get(type));
    }
  }

  private final String table;
  private final List<R> rows;
  private final UUID organization;
  private final List<Column> columns = new ArrayList<>();

  public BulkInsert(String table, UUID organization, List<R> rows) {
    this.table = table;
    this.organization = organization;
    this.rows = rows;
  }

  public BulkInsert<R> uuid(String name, Function<R, @Nullable UUID> value) {
    return add(name, "uuid", "%s", value, new UUID[0]);
  }

  public BulkInsert<R> text(String name, Function<R, @Nullable String> value) {
    return add(name, "text", "%s", row -> storable(value.apply(row)), new String[0]);
  }

  /// PostgreSQL text holds every character but NUL.
  private static @Nullable String storable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', ' ');
  }

  public BulkInsert<R> bigint(String name, Function<R, @Nullable Long> value) {
    return add(name, "int8", "%s", value, new Long[0]);
  }

  public BulkInsert<R> integer(String name, Function<R, @Nullable Integer> value) {
    return add(name, "int4", "%s", value, new Integer[0]);
  }

  public BulkInsert<R> real(String name, Function<R, @Nullable Double> value) {
    return add(name, "float8", "%s", value, new Double[0]);
  }

  public BulkInsert<R> bool(String name, Function<R, @Nullable Boolean> value) {
    return add(name, "bool", "%s", value, new Boolean[0]);
  }

  public BulkInsert<R> bytes(String name, Function<R, byte[]> value) {
    return add(name, "bytea", "%s", value, new byte[0][]);
  }

  public BulkInsert<R> day(String name, Function<R, LocalDate> value) {
    return add(
        name,
        "int4",
        "date '1970-01-01' + %s",
        row -> (int) value.apply(row).toEpochDay(),
        new Integer[0]);
  }

  public BulkInsert<R> time(String name, Function<R, @Nullable Instant> value) {
    return add(
        name,
        "int8",
        "timestamptz 'epoch' + %s * interval '1 microsecond'",
        row -> micros(value.apply(row)),
        new Long[0]);
  }

  public BulkInsert<R> texts(String name, Function<R, List<String>> value) {
    return add(
        name,
        "text",
        "string_to_array(%s, chr(31))",
        row ->
            value.apply(row).stream().map(BulkInsert::plain).collect(Collectors.joining("\u001f")),
        new String[0]);
  }

  public BulkInsert<R> bigints(String name, Function<R, List<Long>> value) {
    return add(
        name,
        "text",
        "string_to_array(%s, chr(31))::bigint[]",
        row -> value.apply(row).stream().map(String::valueOf).collect(Collectors.joining("\u001f")),
        new String[0]);
  }

  private static String plain(String text) {
    String storable = text.replace('\0', ' ');
    return storable.indexOf(SEPARATOR) < 0 ? storable : storable.replace(SEPARATOR, ' ');
  }

  /// A time as microseconds since 1970; what is smaller is cut off.
  public static @Nullable Long micros(@Nullable Instant time) {
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
    columns.add(new Column(name, type, expression, values));
    return this;
  }

  @SuppressWarnings("unchecked")
  private static Class<? extends Object[]> arrayType(Object[] empty) {
    return (Class<? extends Object[]>) empty.getClass();
  }

  /// Inserts the rows; a row whose key exists is left as it is. Answers how many were new.
  public int insertNew(Connection connection) throws SQLException {
    return execute(connection, " on conflict do nothing");
  }

  /// Inserts the rows; a row whose key exists is replaced (upsert). No two rows may have one key.
  ///
  /// @param key the columns of the primary key after `organization_id`
  public int insertOrReplace(Connection connection, String... key) throws SQLException {
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
    return rows.size() <= FEW ? few(connection, conflict) : many(connection, conflict);
  }

  private int few(Connection connection, String conflict) throws SQLException {
    String row =
        columns.stream()
            .map(column -> column.expression().formatted("?::" + column.type()))
            .collect(Collectors.joining(", ", "(?, ", ")"));
    String values = String.join(", ", Collections.nCopies(rows.size(), row));
    try (PreparedStatement statement =
        connection.prepareStatement(insert() + " values " + values + conflict)) {
      int at = 1;
      for (int i = 0; i < rows.size(); i++) {
        statement.setObject(at++, organization);
        for (Column column : columns) {
          Object value = column.values()[i];
          if (value == null) {
            statement.setNull(at++, column.sqlType());
          } else {
            statement.setObject(at++, value, column.sqlType());
          }
        }
      }
      return statement.executeUpdate();
    }
  }

  private int many(Connection connection, String conflict) throws SQLException {
    String selected =
        columns.stream()
            .map(column -> column.expression().formatted("x." + column.name()))
            .collect(Collectors.joining(", "));
    String arrayTypes =
        columns.stream()
            .map(column -> "?::" + column.type() + "[]")
            .collect(Collectors.joining(", "));
    String sql =
        insert()
            + " select ?::uuid, %s from unnest(%s) as x(%s)"
                .formatted(selected, arrayTypes, names())
            + conflict;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
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

  private String insert() {
    return "insert into %s (organization_id, %s)".formatted(table, names());
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
