package dev.metaagent.search.words;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Notes what each agent was seen to use, each tool, model and version of a prompt once, within the
/// system transaction of the caller. What was noted is remembered, so that a run which uses nothing
/// new costs no statement.
@Repository
class AgentUses {

  /// More of one kind are not noted for one agent: a name made up in each run must not fill the
  /// table.
  private static final int MOST = 1_000;

  private static final String NOTE =
      """
      insert into agent_uses as known (organization_id, agent_id, kind, name, version, first_seen_at, execution_id)
      select :organization, x.agent_id, x.kind, x.name, x.version,
        timestamptz 'epoch' + x.started * interval '1 microsecond', x.execution_id
      from unnest(:agents::uuid[], :kinds::text[], :names::text[], :versions::text[], :started::bigint[],
        :executions::text[]) as x(agent_id, kind, name, version, started, execution_id)
      where (
          select count(*) from agent_uses used
          where used.organization_id = :organization and used.agent_id = x.agent_id and used.kind = x.kind) < :most
        or exists (
          select from agent_uses used
          where used.organization_id = :organization and used.agent_id = x.agent_id and used.kind = x.kind
            and used.name = x.name and used.version = x.version)
      order by x.agent_id, x.kind, x.name, x.version
      on conflict (organization_id, agent_id, kind, name, version) do update
      set first_seen_at = excluded.first_seen_at, execution_id = excluded.execution_id
      where known.first_seen_at > excluded.first_seen_at
      """;

  private static final int REMEMBERED = 100_000;

  private record Key(OrganizationId organization, AgentId agent, UsedByRun.Use use) {}

  private record Sight(Instant at, ExecutionId execution) {

    static Sight earlier(Sight one, Sight other) {
      return other.at.isBefore(one.at) ? other : one;
    }
  }

  /// What a transaction noted.
  static final class Noted {
    private final Map<Key, Instant> uses = new HashMap<>();
  }

  private final JdbcClient jdbc;
  private final Cache<Key, Instant> known = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  AgentUses(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Notes what some runs used.
  void note(OrganizationId organization, Collection<IndexedExecution> runs, Noted noted) {
    Map<Key, Sight> seen = new HashMap<>();
    for (IndexedExecution run : runs) {
      for (UsedByRun.Use use : run.used().uses()) {
        Key key = new Key(organization, run.used().agent(), use);
        Instant before = known.getIfPresent(key);
        if (before == null || run.startedAt().isBefore(before)) {
          seen.merge(key, new Sight(run.startedAt(), run.id()), Sight::earlier);
        }
      }
    }
    if (!seen.isEmpty()) {
      write(organization, new ArrayList<>(seen.entrySet()));
      seen.forEach((key, sight) -> noted.uses.merge(key, sight.at(), AgentUses::earlier));
    }
  }

  /// Remembers what a transaction noted, once it has committed.
  void remember(Noted noted) {
    known.putAll(noted.uses);
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }

  private void write(OrganizationId organization, List<Map.Entry<Key, Sight>> seen) {
    jdbc.sql(NOTE)
        .param("organization", organization.value())
        .param("agents", of(seen, each -> each.getKey().agent().value()).toArray(UUID[]::new))
        .param("kinds", of(seen, each -> each.getKey().use().kind()).toArray(String[]::new))
        .param("names", of(seen, each -> each.getKey().use().name()).toArray(String[]::new))
        .param("versions", of(seen, each -> each.getKey().use().version()).toArray(String[]::new))
        .param(
            "started",
            of(seen, each -> ChronoUnit.MICROS.between(Instant.EPOCH, each.getValue().at()))
                .toArray(Long[]::new))
        .param(
            "executions",
            of(seen, each -> each.getValue().execution().toString()).toArray(String[]::new))
        .param("most", MOST)
        .update();
  }

  private static <T> List<T> of(
      List<Map.Entry<Key, Sight>> seen, Function<Map.Entry<Key, Sight>, T> part) {
    return seen.stream().map(part).toList();
  }
}
