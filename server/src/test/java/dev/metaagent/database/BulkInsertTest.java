package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every column type, unknown values, hostile text and both ways of meeting a key that exists, on a
/// temporary table.
class BulkInsertTest {

  private static final UUID ORGANIZATION = UUID.randomUUID();
  private static final Instant AT = Instant.parse("2026-03-29T01:59:59.123456789Z");

  private record Row(long id, @Nullable String name, List<String> tags) {}

  private Connection connection;

  @BeforeEach
  void openTable() throws SQLException {
    connection = TestDatabase.dataSource().getConnection();
    run(
        """
        create temporary table bulk (
          organization_id uuid not null, id bigint not null, name text, tags text[],
          primary key (organization_id, id)) on commit drop
        """);
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  /// A few rows and many go by different statements.
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void everyTypeArrivesAsItWasGivenAndUnknownStaysNull(int times) throws SQLException {
    run(
        """
        create temporary table types (
          organization_id uuid, u uuid, t text, b bigint, i integer, r float8, f boolean, y bytea, d date,
          at timestamptz, ts text[], bs bigint[]) on commit drop
        """);
    UUID id = UUID.randomUUID();
    List<Boolean> both = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      both.addAll(List.of(true, false));
    }
    new BulkInsert<>("types", ORGANIZATION, both)
        .uuid("u", known -> known ? id : null)
        .text("t", known -> known ? "tëxt" : null)
        .bigint("b", known -> known ? Long.MIN_VALUE : null)
        .integer("i", known -> known ? -7 : null)
        .real("r", known -> known ? 0.1 : null)
        .bool("f", known -> known ? Boolean.FALSE : null)
        .bytes("y", known -> known ? new byte[] {0, -1} : new byte[0])
        .day("d", known -> LocalDate.of(1969, 12, 31))
        .time("at", known -> known ? AT : null)
        .texts("ts", known -> known ? List.of("a", "b,c") : List.of())
        .bigints("bs", known -> known ? List.of(1L, -2L) : List.of())
        .insertNew(connection);

    assertThat(
            lines(
                "select distinct u, t, b, i, r, f, y, d, at at time zone 'UTC', ts, bs from types"
                    + " order by u"))
        .containsExactly(
            id
                + "|tëxt|-9223372036854775808|-7|0.1|f|\\x00ff|1969-12-31|2026-03-29"
                + " 01:59:59.123456|{a,\"b,c\"}|{1,-2}",
            "null|null|null|null|null|null|\\x|1969-12-31|null|{}|{}");
  }

  @Test
  void aKeyThatExistsKeepsItsRowOrIsReplaced() throws SQLException {
    assertThat(
            rows(new Row(1, "first", List.of()), new Row(2, "second", List.of()))
                .insertNew(connection))
        .isEqualTo(2);
    assertThat(
            rows(new Row(2, "again", List.of()), new Row(3, "third", List.of()))
                .insertNew(connection))
        .isEqualTo(1);
    assertThat(lines("select name from bulk order by id"))
        .containsExactly("first", "second", "third");

    rows(new Row(2, null, List.of("x")), new Row(4, "fourth", List.of()))
        .insertOrReplace(connection, "id");
    assertThat(lines("select name, tags from bulk order by id"))
        .containsExactly("first|{}", "null|{x}", "third|{}", "fourth|{}");
  }

  @Test
  void aFewRowsAndManyMeetAKeyThatExistsInTheSameWay() throws SQLException {
    Row[] few = IntStream.range(0, 3).mapToObj(BulkInsertTest::numbered).toArray(Row[]::new);
    Row[] many = IntStream.range(0, 30).mapToObj(BulkInsertTest::numbered).toArray(Row[]::new);

    assertThat(rows(few).insertNew(connection)).isEqualTo(3);
    assertThat(rows(many).insertNew(connection)).isEqualTo(27);
    assertThat(rows(few).insertNew(connection)).isZero();
    assertThat(rows(few).insertOrReplace(connection, "id")).isEqualTo(3);
    assertThat(rows(many).insertOrReplace(connection, "id")).isEqualTo(30);
  }

  private static Row numbered(int number) {
    return new Row(number, "n" + number, List.of());
  }

  @Test
  void textThatPostgresCannotHoldIsStoredWithBlanks() throws SQLException {
    rows(new Row(1, "a\0b", List.of("c\0d", "e\u001ff"))).insertNew(connection);

    assertThat(lines("select name, tags[1], tags[2], cardinality(tags) from bulk"))
        .containsExactly("a b|c d|e f|2");
  }

  @Test
  void thousandsOfRowsAreOneStatementAndNoneIsNoStatement() throws SQLException {
    List<Row> many =
        IntStream.range(0, 20_000).mapToObj(i -> new Row(i, "n" + i, List.of())).toList();
    assertThat(rows(many.toArray(Row[]::new)).insertNew(connection)).isEqualTo(20_000);
    assertThat(rows().insertNew(connection)).isZero();
    assertThat(lines("select count(*) from bulk")).containsExactly("20000");
  }

  private static BulkInsert<Row> rows(Row... rows) {
    return new BulkInsert<>("bulk", ORGANIZATION, List.of(rows))
        .bigint("id", Row::id)
        .text("name", Row::name)
        .texts("tags", Row::tags);
  }

  private List<String> lines(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join("|", cells));
      }
      return lines;
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
