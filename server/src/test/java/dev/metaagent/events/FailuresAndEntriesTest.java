package dev.metaagent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.databind.json.JsonMapper;

/// Which failures pass by themselves, and how an entry comes apart into its events.
class FailuresAndEntriesTest {

  @ParameterizedTest
  @CsvSource({
    "08006,true", "40001,true", "40P01,true", "53100,true", "53300,true", "57P01,true",
    "58030,true", "55P03,true", "25006,true", "57014,false", "23505,false", "22P02,false",
    "42P01,false", "55000,false", ",true"
  })
  void theStateOfTheDatabaseTellsWhetherAFailurePasses(@Nullable String state, boolean passes) {
    SQLException sql = new SQLException("no", state);
    assertThat(TransientFailure.is(sql)).isEqualTo(passes);
    assertThat(TransientFailure.is(new IllegalStateException("around", sql))).isEqualTo(passes);
    assertThat(TransientFailure.is(new DataIntegrityViolationException("around", sql)))
        .isEqualTo(passes);
  }

  @Test
  void aTransactionThatCannotBeginPassesAndAFaultOfTheWorkDoesNot() {
    assertThat(TransientFailure.is(new CannotCreateTransactionException("away"))).isTrue();
    assertThat(TransientFailure.endsTransaction(new CannotCreateTransactionException("away")))
        .isTrue();
    assertThat(TransientFailure.is(new IllegalArgumentException("our fault"))).isFalse();
    assertThat(TransientFailure.is(new StackOverflowError())).isFalse();
    assertThat(TransientFailure.endsTransaction(new SQLException("no", "40001"))).isFalse();
  }

  @Test
  void whoeverIsInterruptedIsNotToBlame() {
    Thread.currentThread().interrupt();
    try {
      assertThat(TransientFailure.is(new IllegalArgumentException("x"))).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static LogEntry entry(int part, String payload) {
    return new LogEntry(
        new OrganizationId(new UUID(0, 1)),
        new LogPosition(5, 6),
        part,
        Instant.EPOCH,
        "executions",
        1,
        payload);
  }

  @Test
  void anEntryComesApartIntoItsEvents() {
    assertThat(entry(LogEntry.WHOLE, "[{\"a\":1},2,\"x\"]").events(JsonMapper.shared()))
        .containsExactly(entry(0, "[{\"a\":1}]"), entry(1, "[2]"), entry(2, "[\"x\"]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "{}", "1", "[1,", ""})
  void whatHoldsNoTwoEventsStaysWhole(String payload) {
    assertThat(entry(LogEntry.WHOLE, payload).events(JsonMapper.shared())).isEmpty();
  }

  @Test
  void oneEventDoesNotComeApartAgain() {
    assertThat(entry(0, "[1,2]").events(JsonMapper.shared())).isEmpty();
  }

  @Test
  void positionsAreOrderedByTransactionAndThenById() {
    assertThat(new LogPosition(1, 9)).isLessThan(new LogPosition(2, 1));
    assertThat(new LogPosition(2, 1)).isLessThan(new LogPosition(2, 2));
    assertThat(LogPosition.before(2))
        .isGreaterThan(new LogPosition(1, Long.MAX_VALUE))
        .isLessThan(new LogPosition(2, 1));
  }
}
