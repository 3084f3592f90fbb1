package dev.metaagent.ingest.senders;

import dev.metaagent.tenancy.TenantSql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of telemetry_senders of the organization in scope, inside its transaction.
@Repository
class SenderStore {

  /// How long later records have been here before an earlier one is called lost.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Processes of an organization; beyond them only known ones are written.
  private static final int MOST = 50_000;

  /// When a process has more parts than the first number, the newest are kept.
  private static final int MOST_PARTS = 256;

  private static final int KEPT_PARTS = 128;

  private static final String RECEIVED =
      """
      insert into telemetry_senders as held (organization_id, instance, sdk, received, dropped, mark, marked_at,
        first_seen_at, seen_at)
      select :organization, instance, sdk, received, dropped, upper(received) - 1, :at, :at, :at
      from unnest(:instances::uuid[], :sdks::text[], :received::text[]::int8multirange[], :dropped::text[]::bigint[])
        as one (instance, sdk, received, dropped)
      where exists (select 1 from telemetry_senders known where known.organization_id = :organization
          and known.instance = one.instance)
        or (select count(*) from telemetry_senders where organization_id = :organization) < :most
      order by instance
      on conflict (organization_id, instance) do update set
        (received, judged_from) = (
          select whole.parts * int8multirange(int8range(kept.first, null)), kept.first
          from (select held.received + excluded.received as parts) whole
          cross join lateral (
            select greatest(held.judged_from, case when count(*) > :mostParts
              then (array_agg(lower(part) order by part))[count(*)::integer - :keptParts + 1] end) as first
            from unnest(whole.parts) as part) kept),
        sdk = excluded.sdk,
        dropped = greatest(held.dropped, excluded.dropped),
        settled = case when held.marked_at <= :settled then greatest(held.settled, held.mark) else held.settled end,
        mark = case when held.marked_at <= :settled
          then greatest(upper(held.received), upper(excluded.received)) - 1 else held.mark end,
        marked_at = case when held.marked_at <= :settled then :at else held.marked_at end,
        seen_at = greatest(held.seen_at, excluded.seen_at)
      """;

  private static final String LOSSES =
      """
      select instance, sdk, dropped, first_seen_at, seen_at, judged_from, judged_to,
        (select sum(upper(part) - lower(part)) from unnest(received) as part)::bigint as arrived,
        (select array_agg(lower(part) order by part) from unnest(lost) as part) as firsts,
        (select array_agg(upper(part) - 1 order by part) from unnest(lost) as part) as lasts
      from (
        select *, int8multirange(int8range(judged_from, greatest(judged_from, judged_to + 1))) - received as lost
        from (
          select *, case when seen_at <= :settled then upper(received) - 1 when marked_at <= :settled then mark
            else settled end as judged_to
          from telemetry_senders
          where organization_id = :organization
            and (dropped > 0 or received <> int8multirange(int8range(1, upper(received))))
            and (:afterSeen::timestamptz is null or (seen_at, instance) < (:afterSeen, :afterInstance))
        ) judged
      ) sender
      where dropped > 0 or not isempty(lost)
      order by seen_at desc, instance desc limit :limit
      """;

  /// Agents whose policies a process holds.
  private static final String AGENTS =
      """
      select holder.instance, agent.id, agent.name
      from policy_holders holder
      join agent_registry agent on agent.organization_id = :organization and agent.id = holder.agent_id
      where holder.organization_id = :organization and holder.instance = any(:instances::uuid[])
      order by agent.name, agent.id limit :limit
      """;

  private static final String REMOVE =
      """
      delete from telemetry_senders where organization_id = :organization and (seen_at < :before
        or seen_at < (select seen_at from telemetry_senders where organization_id = :organization
          order by seen_at desc offset :kept limit 1))
      """;

  /// A place in the list of losses.
  record Place(Instant seenAt, UUID instance) {}

  /// An agent of a process.
  record Holding(UUID instance, LossReport.LossyAgent agent) {}

  private final TenantSql jdbc;

  SenderStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Adds records to those that have arrived.
  void received(List<SentRecords> records, Instant at) {
    List<Arrived> arrived =
        records.stream().collect(Collectors.groupingBy(SentRecords::instance)).values().stream()
            .map(Arrived::of)
            .toList();
    jdbc.sql(RECEIVED)
        .param("instances", texts(arrived, one -> one.instance().toString()))
        .param("sdks", texts(arrived, Arrived::sdk))
        .param("received", texts(arrived, Arrived::parts))
        .param("dropped", texts(arrived, one -> Long.toString(one.dropped())))
        .param("at", time(at), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("settled", time(at.minus(PATIENCE)), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("most", MOST)
        .param("mostParts", MOST_PARTS)
        .param("keptParts", KEPT_PARTS)
        .update();
  }

  /// The records of one process in several requests.
  private record Arrived(UUID instance, String sdk, String parts, long dropped) {

    static Arrived of(List<SentRecords> records) {
      return new Arrived(
          records.getFirst().instance(),
          records.getLast().sdk(),
          records.stream()
              .map(one -> "[" + one.first() + "," + one.last() + "]")
              .collect(Collectors.joining(",", "{", "}")),
          records.stream().mapToLong(SentRecords::dropped).max().orElse(0));
    }
  }

  private static String[] texts(List<Arrived> rows, Function<Arrived, String> field) {
    return rows.stream().map(field).toArray(String[]::new);
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  /// Processes that lost records, as far as is known by now, those seen last first.
  List<LossReport> losses(Instant now, @Nullable Place after, int limit) {
    return jdbc.sql(LOSSES)
        .param("settled", time(now.minus(PATIENCE)), Types.TIMESTAMP_WITH_TIMEZONE)
        .param(
            "afterSeen", time(after == null ? null : after.seenAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("afterInstance", after == null ? null : after.instance(), Types.OTHER)
        .param("limit", limit)
        .query((row, number) -> loss(row))
        .list();
  }

  private static LossReport loss(ResultSet row) throws SQLException {
    List<Long> firsts = numbers(row.getArray("firsts"));
    List<Long> lasts = numbers(row.getArray("lasts"));
    List<LossReport.LostRange> gaps = new ArrayList<>();
    for (int i = 0; i < firsts.size(); i++) {
      gaps.add(LossReport.LostRange.of(firsts.get(i), lasts.get(i)));
    }
    return new LossReport(
        row.getObject("instance", UUID.class).toString(),
        row.getString("sdk"),
        List.of(),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("seen_at", OffsetDateTime.class).toInstant(),
        row.getLong("arrived"),
        gaps.stream().mapToLong(LossReport.LostRange::records).sum(),
        row.getLong("dropped"),
        row.getLong("judged_from"),
        row.getLong("judged_to"),
        gaps);
  }

  private static List<Long> numbers(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((Long[]) array.getArray());
  }

  List<Holding> agents(List<String> instances, int limit) {
    return jdbc.sql(AGENTS)
        .param("instances", instances.toArray(String[]::new))
        .param("limit", limit)
        .query((row, number) ->
            new Holding(
                row.getObject("instance", UUID.class),
                new LossReport.LossyAgent(row.getString("id"), row.getString("name"))))
        .list();
  }

  /// Removes processes that were not seen since, and the oldest of too many.
  int removeBefore(Instant before) {
    return jdbc.sql(REMOVE)
        .param("before", time(before), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("kept", MOST / 5 * 4)
        .update();
  }
}
