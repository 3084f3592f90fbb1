package dev.metaagent.registry.prompts;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of prompt_names, within the transaction of the caller, with their labels and the number of
/// their versions. A prompt of a name that was merged into an agent is a prompt of that agent.
@Repository
class PromptStore {

  private static final TypeReference<TreeMap<String, Integer>> LABELS = new TypeReference<>() {};

  private static final String SUMMARY =
      """
      select prompt.name, shown.id as agent_id, shown.name as agent_name, prompt.created_by, prompt.created_at,
        coalesce((
          select max(made.version) from agent_prompts made
          where made.organization_id = prompt.organization_id and made.name = prompt.name), 0) as latest,
        coalesce((
          select jsonb_object_agg(labelled.label, labelled.version) from prompt_labels labelled
          where labelled.organization_id = prompt.organization_id and labelled.name = prompt.name), '{}') as labels
      from prompt_names prompt
      left join agent_registry own on own.organization_id = prompt.organization_id and own.id = prompt.agent_id
      left join agent_registry shown on shown.organization_id = own.organization_id
        and shown.id = coalesce(own.merged_into, own.id)
      where prompt.organization_id = :organization
      """;

  private static final String ONE = SUMMARY + " and prompt.name = :name";

  private static final String PAGE =
      SUMMARY
          + """
             and (:agent::uuid is null or shown.id = (
               select coalesce(meant.merged_into, meant.id) from agent_registry meant
               where meant.organization_id = :organization and meant.id = :agent::uuid))
             and (:after::text is null or (lower(prompt.name), prompt.name) > (lower(:after::text), :after::text))
          order by lower(prompt.name), prompt.name
          limit :limit
          """;

  private static final String LOCKED =
      """
      select prompt.name, coalesce(own.merged_into, own.id) as agent_id,
        coalesce((
          select max(made.version) from agent_prompts made
          where made.organization_id = prompt.organization_id and made.name = prompt.name), 0) as latest
      from prompt_names prompt
      left join agent_registry own on own.organization_id = prompt.organization_id and own.id = prompt.agent_id
      where prompt.organization_id = :organization and prompt.name = :name
      """;

  private static final String LOCK_PROMPT =
      """
      select from prompt_names where organization_id = :organization and name = :name for update
      """;

  /// Keeps the agent from being merged meanwhile.
  private static final String LOCK_AGENT =
      """
      select from agent_registry where organization_id = :organization and id = (
        select agent_id from prompt_names where organization_id = :organization and name = :name)
      for key share
      """;

  private static final String LOCK_NAMES =
      """
      select pg_advisory_xact_lock(hashtext('prompt_names'), hashtext(:organization::text))
      """;

  private static final String COUNT =
      """
      select count(*) from prompt_names where organization_id = :organization
      """;

  private static final String ADD =
      """
      insert into prompt_names (organization_id, name, agent_id, created_by, created_at)
      values (:organization, :name, :agent, :by, :at)
      """;

  private static final String OWNER =
      """
      select coalesce(merged_into, id) as id from agent_registry where organization_id = :organization and id = :agent
      """;

  /// A prompt that nobody else changes until the transaction ends.
  ///
  /// @param agent whose it is, merges followed; null: of every agent
  /// @param latest its newest version
  record Locked(String name, @Nullable AgentId agent, int latest) {}

  private final TenantSql jdbc;
  private final JsonMapper json;

  PromptStore(DataSource dataSource, JsonMapper json) {
    this.jdbc = new TenantSql(dataSource);
    this.json = json;
  }

  Optional<PromptSummary> one(String name) {
    return jdbc.sql(ONE).param("name", name).query((row, _) -> summary(row)).optional();
  }

  /// @param agent null: of all agents, and of every agent
  List<PromptSummary> page(@Nullable AgentId agent, @Nullable String after, int limit) {
    return jdbc.sql(PAGE)
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .param("after", after, Types.VARCHAR)
        .param("limit", limit)
        .query((row, _) -> summary(row))
        .list();
  }

  /// The locks come first, so that what is read is what the last one who held them left.
  Optional<Locked> lock(String name) {
    if (jdbc.sql(LOCK_PROMPT).param("name", name).query((_, _) -> name).optional().isEmpty()) {
      return Optional.empty();
    }
    jdbc.sql(LOCK_AGENT).param("name", name).query((_, _) -> name).list();
    return jdbc.sql(LOCKED)
        .param("name", name)
        .query((row, _) -> new Locked(row.getString("name"), agent(row), row.getInt("latest")))
        .optional();
  }

  /// Keeps others from adding names until the transaction ends, and answers how many there are.
  long lockNames() {
    jdbc.sql(LOCK_NAMES).query().singleRow();
    return jdbc.sql(COUNT).query(Long.class).single();
  }

  void add(String name, @Nullable AgentId agent, String by, Instant at) {
    jdbc.sql(ADD)
        .param("name", name)
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .param("by", by)
        .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .update();
  }

  /// The agent that an agent is, merges followed.
  AgentId merged(AgentId agent) {
    return jdbc.sql(OWNER)
        .param("agent", agent.value())
        .query((row, _) -> new AgentId(row.getObject("id", UUID.class)))
        .single();
  }

  private static @Nullable AgentId agent(ResultSet row) throws SQLException {
    UUID agent = row.getObject("agent_id", UUID.class);
    return agent == null ? null : new AgentId(agent);
  }

  private PromptSummary summary(ResultSet row) throws SQLException {
    AgentId agent = agent(row);
    Map<String, Integer> labels = json.readValue(row.getString("labels"), LABELS);
    return new PromptSummary(
        row.getString("name"),
        agent == null ? null : new PromptSummary.Owner(agent.value(), row.getString("agent_name")),
        labels,
        row.getInt("latest"),
        row.getInt("latest"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
