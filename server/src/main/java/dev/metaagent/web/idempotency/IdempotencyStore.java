package dev.metaagent.web.idempotency;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads and writes the rows of `idempotency_keys` of the organization in scope.
@Component
class IdempotencyStore {

  static final Duration KEPT = Duration.ofHours(24);

  /// Keys that one organization may have in a day.
  static final int MOST = 10_000;

  /// Beyond so many, telemetry is taken without one: whoever sends it leaves the others to
  /// commands.
  static final int MOST_OF_TELEMETRY = MOST / 2;

  private static final String FORGET =
      """
      delete from idempotency_keys where claimed_at < :before
      """;

  private static final String COUNT =
      """
      select count(*) from (select 1 from idempotency_keys limit :most) held
      """;

  private static final String CLAIM =
      """
      insert into idempotency_keys (organization_id, key_hash, request_hash, claimed_at)
      values (:organization, :key, :request, :at)
      on conflict (organization_id, key_hash) do nothing
      """;

  private static final String FIND =
      """
      select request_hash, status, content_type, answer from idempotency_keys where key_hash = :key
      """;

  private static final String FINISH =
      """
      update idempotency_keys set status = :status, content_type = :type, answer = :answer where key_hash = :key
      """;

  private static final String RELEASE =
      """
      delete from idempotency_keys where key_hash = :key and status is null
      """;

  /// A row that was there.
  private record Row(
      byte[] request, @Nullable Integer status, @Nullable String type, byte[] answer) {}

  private final JdbcClient jdbc;
  private final TenantTransactions transactions;

  IdempotencyStore(DataSource dataSource, TenantTransactions transactions) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
  }

  /// Takes a key for a request, unless it is taken; keys older than a day are forgotten.
  ///
  /// @param most with so many keys the organization has none left for this request
  Claim claim(HashedRequest request, AnswerSeal seal, Instant now, int most) {
    return transactions.write(() -> {
      jdbc.sql(FORGET).param("before", utc(now.minus(KEPT))).update();
      return known(request, seal)
          .orElseGet(() -> isFull(most) ? new Claim.Full() : take(request, now));
    });
  }

  private boolean isFull(int most) {
    return jdbc.sql(COUNT).param("most", most).query(Long.class).single() >= most;
  }

  private Claim take(HashedRequest request, Instant now) {
    int taken =
        jdbc.sql(CLAIM)
            .param("organization", Tenant.current().value())
            .param("key", request.key())
            .param("request", request.content())
            .param("at", utc(now))
            .update();
    return taken == 1 ? new Claim.Taken() : new Claim.Unfinished();
  }

  private Optional<Claim> known(HashedRequest request, AnswerSeal seal) {
    return jdbc.sql(FIND)
        .param("key", request.key())
        .query((found, _) -> {
          byte[] answer = found.getBytes("answer");
          return new Row(
              found.getBytes("request_hash"),
              found.getObject("status", Integer.class),
              found.getString("content_type"),
              answer == null ? new byte[0] : answer);
        })
        .optional()
        .map(row -> claim(row, request, seal));
  }

  private static Claim claim(Row row, HashedRequest request, AnswerSeal seal) {
    if (!MessageDigest.isEqual(row.request(), request.content())) {
      return new Claim.Other();
    }
    return row.status() == null
        ? new Claim.Unfinished()
        : new Claim.Done(new StoredAnswer(row.status(), row.type(), seal.open(row.answer())));
  }

  void finish(HashedRequest request, StoredAnswer answer, AnswerSeal seal) {
    transactions.write(() ->
        jdbc.sql(FINISH)
            .param("status", answer.status())
            .param("type", answer.contentType())
            .param("answer", seal.close(answer.body()))
            .param("key", request.key())
            .update());
  }

  /// Gives a key back whose command changed nothing.
  void release(HashedRequest request) {
    transactions.write(() -> jdbc.sql(RELEASE).param("key", request.key()).update());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
