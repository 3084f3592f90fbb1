package dev.metaagent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JournalTest {

  private final TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
  private final Journal journal =
      new Journal(
          new JournalStore(TestDatabase.dataSource()),
          transactions,
          Clock.systemUTC(),
          (_, text) -> text.replace("because of ada", "because of nobody"));
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());

  private void write(String subject) {
    Tenant.run(
        organization,
        () -> journal.write(new Change("somebody", "thing.change", subject, "because", "{}")));
  }

  @Test
  void aReasonIsCleanedBeforeItIsWritten() {
    Tenant.run(
        organization,
        () -> journal.write(new Change("somebody", "thing.change", "one", "because of ada", "{}")));

    assertThat(Tenant.call(organization, () -> journal.newest(null, 1)).items())
        .singleElement()
        .extracting(Entry::reason)
        .isEqualTo("because of nobody");
    assertThat(verify().valid()).isTrue();
  }

  private Verification verify() {
    return Tenant.call(organization, journal::verify);
  }

  @Test
  void anEmptyJournalIsWhole() {
    assertThat(verify()).isEqualTo(new Verification(true, 0, null, null));
  }

  @Test
  void everyEntryFollowsTheOneBeforeIt() {
    write("one");
    write("two");
    List<Entry> entries = Tenant.call(organization, () -> journal.newest(null, 10)).items();
    assertThat(entries).extracting(Entry::subject).containsExactly("two", "one");
    assertThat(entries.get(0).previousHash()).isEqualTo(entries.get(1).hash());
    assertThat(verify()).isEqualTo(new Verification(true, 2, null, entries.get(0).hash()));
  }

  @Test
  void pagesAreWalkedToTheirEnd() {
    List.of("one", "two", "three").forEach(this::write);
    var first = Tenant.call(organization, () -> journal.newest(null, 2));
    assertThat(first.items()).extracting(Entry::id).containsExactly(3L, 2L);
    var second =
        Tenant.call(organization, () -> journal.newest(Long.valueOf(first.nextCursor()), 2));
    assertThat(second.items()).extracting(Entry::id).containsExactly(1L);
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void aChangeThatIsNotKeptIsNotInTheJournal() {
    assertThatThrownBy(() ->
            Tenant.run(
                organization,
                () ->
                    transactions.write(() -> {
                      journal.write(new Change("somebody", "thing.change", "lost", null));
                      throw new IllegalStateException("the change failed");
                    })))
        .hasMessage("the change failed");
    assertThat(verify().entries()).isZero();
  }

  @Test
  void manyWritersAtOnceMakeOneChain() throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(6)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String subject = "change " + i;
        done.add(writers.submit(() -> write(subject)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(verify().valid()).isTrue();
    assertThat(verify().entries()).isEqualTo(40);
  }

  @Test
  void anAlteredEntryIsFound() throws SQLException {
    List.of("one", "two", "three").forEach(this::write);
    owner("update audit_log set reason = 'another reason' where id = 2 and organization_id = '%s'");
    assertThat(verify().valid()).isFalse();
    assertThat(verify().brokenAt()).isEqualTo(2);
  }

  @Test
  void aRemovedEntryIsFound() throws SQLException {
    List.of("one", "two", "three").forEach(this::write);
    owner("delete from audit_log where id = 2 and organization_id = '%s'");
    assertThat(verify().brokenAt()).isEqualTo(3);
  }

  @Test
  void theApplicationItselfCanNeitherAlterNorRemoveAnEntry() {
    write("one");
    for (String attempt : List.of("update audit_log set reason = 'x'", "delete from audit_log")) {
      assertThatThrownBy(() ->
              Tenant.run(
                  organization,
                  () ->
                      transactions.write(() ->
                          org.springframework.jdbc.core.simple.JdbcClient.create(
                                  TestDatabase.dataSource())
                              .sql(attempt)
                              .update())))
          .rootCause()
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void evenTheOwnerAltersNothingByMistake() throws SQLException {
    write("one");
    for (String attempt :
        List.of(
            "update audit_log set reason = 'x'", "delete from audit_log", "truncate audit_log")) {
      try (Connection connection = DriverManager.getConnection(TestDatabase.url());
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("alter table audit_log no force row level security");
        assertThatThrownBy(() -> statement.execute(attempt))
            .hasMessageContaining("audit_log is append-only");
        connection.rollback();
      }
    }
    assertThat(verify().entries()).isOne();
  }

  @Test
  void theCommandWalksEveryJournalAndItsExitCodeSaysWhetherAllAreWhole() throws SQLException {
    new Organizations(TestDatabase.dataSource(), new SystemTransactions(TestDatabase.dataSource()))
        .create(organization, "walked", ZoneOffset.UTC, false);
    List.of("one", "two", "three").forEach(this::write);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    AuditCommand.verify(TestDatabase.dataSource(), Clock.systemUTC(), new PrintStream(before));
    assertThat(before.toString(StandardCharsets.UTF_8))
        .contains("walked (" + organization + "): 3 entries, whole");

    owner("update audit_log set actor = 'nobody' where id = 2 and organization_id = '%s'");
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    int exit =
        AuditCommand.run(
            new String[] {"audit", "verify"},
            Map.of("METAAGENT_DATABASE_URL", TestDatabase.url()),
            Clock.systemUTC(),
            new PrintStream(after));
    assertThat(exit).isOne();
    assertThat(after.toString(StandardCharsets.UTF_8))
        .contains("walked (" + organization + "): 1 entries, BROKEN at entry 2")
        .contains("A journal was altered");
  }

  @Test
  void theCommandSaysWhatItCannotDo() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(
            AuditCommand.run(
                new String[] {"audit"},
                Map.of("METAAGENT_DATA", "no-such-folder"),
                Clock.systemUTC(),
                new PrintStream(out)))
        .isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("holds no database");
  }

  private void owner(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("alter table audit_log no force row level security");
      statement.execute("alter table audit_log disable trigger user");
      statement.executeUpdate(sql.formatted(organization));
      statement.execute("alter table audit_log enable trigger user");
      statement.execute("alter table audit_log force row level security");
      connection.commit();
    }
  }
}
