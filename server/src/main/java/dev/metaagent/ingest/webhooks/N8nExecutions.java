package dev.metaagent.ingest.webhooks;

import dev.metaagent.executions.OutcomeTexts;
import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecutions.KnownPlace;
import dev.metaagent.ingest.webhooks.events.N8nEvents;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds runs of n8n that are stored already, so that its hook, its error workflow and its own
/// OpenTelemetry are merged into one execution.
@Component
class N8nExecutions {

  private static final String BY_KEY =
      """
      select k.trace_id, k.span_id, e.above_span, false as traced
      from outcome_keys k
      join executions e on e.day = k.day and e.trace_id = k.trace_id and e.span_id = k.span_id
      where k.key = :key order by k.started_at desc limit 1
      """;

  /// n8n counts its executions from 1, so that two installations use the same numbers: the time
  /// distinguishes them.
  private static final String TRACED =
      """
      select trace_id, span_id, above_span, true as traced from executions
      where session_id = :execution and name = :workflow and framework = 'n8n'
        and started_at between :at - interval '1 hour' and :at + interval '1 hour'
      order by started_at desc limit 1
      """;

  /// A run that is stored.
  ///
  /// @param traced by n8n's own OpenTelemetry
  record Stored(KnownPlace place, boolean traced) {}

  private final JdbcClient jdbc;
  private final TenantTransactions transactions;
  private final OutcomeTexts texts;

  N8nExecutions(DataSource dataSource, TenantTransactions transactions, OutcomeTexts texts) {
    this.texts = texts;
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
  }

  /// The stored ones among some runs, by id.
  Map<String, Stored> find(List<PlainExecution> runs) {
    return transactions.read(() -> {
      Map<String, Stored> found = new HashMap<>();
      runs.forEach(run -> find(run).ifPresent(stored -> found.put(run.id(), stored)));
      return found;
    });
  }

  private Optional<Stored> find(PlainExecution run) {
    Optional<Stored> byKey = one(jdbc.sql(BY_KEY).param("key", texts.key(run.id())));
    String execution = run.about().attributes().get(N8nEvents.EXECUTION);
    Instant at = run.times().startedAt() != null ? run.times().startedAt() : run.times().endedAt();
    return byKey.isPresent() || execution == null || at == null
        ? byKey
        : one(
            jdbc.sql(TRACED)
                .param("execution", execution)
                .param("workflow", run.agent())
                .param("at", at.atOffset(ZoneOffset.UTC)));
  }

  private static Optional<Stored> one(JdbcClient.StatementSpec question) {
    return question
        .query((row, number) ->
            new Stored(
                new KnownPlace(
                    new ExecutionId(
                        new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
                    row.getLong("above_span")),
                row.getBoolean("traced")))
        .optional();
  }
}
