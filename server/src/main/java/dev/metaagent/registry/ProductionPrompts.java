package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The prompts that policies serve: of each prompt the version with the label production. Read for
/// the organization in scope, inside its transaction, in the order of their names.
@Repository
public class ProductionPrompts {

  /// The label of what is served.
  public static final String LABEL = "production";

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final String SERVED =
      """
      select prompt.name, made.version, made.content, made.variables, made.model, made.parameters
      from prompt_labels labelled
      join prompt_names prompt on prompt.organization_id = labelled.organization_id and prompt.name = labelled.name
      join agent_prompts made on made.organization_id = labelled.organization_id and made.name = labelled.name
        and made.version = labelled.version
      left join agent_registry own on own.organization_id = prompt.organization_id and own.id = prompt.agent_id
      where labelled.organization_id = :organization and labelled.label = :label
        and (prompt.agent_id is null or coalesce(own.merged_into, own.id) = (
          select coalesce(meant.merged_into, meant.id) from agent_registry meant
          where meant.organization_id = :organization and meant.id = :agent))
      order by prompt.name collate "C"
      """;

  private static final String EVERY =
      """
      select prompt.name, made.version, made.content, made.variables, made.model, made.parameters,
        coalesce(own.merged_into, own.id) as owner
      from prompt_labels labelled
      join prompt_names prompt on prompt.organization_id = labelled.organization_id and prompt.name = labelled.name
      join agent_prompts made on made.organization_id = labelled.organization_id and made.name = labelled.name
        and made.version = labelled.version
      left join agent_registry own on own.organization_id = prompt.organization_id and own.id = prompt.agent_id
      where labelled.organization_id = :organization and labelled.label = :label
      order by prompt.name collate "C"
      """;

  /// One change after the other, so that of two at once the later one counts the earlier one.
  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtextextended('production_prompts ' || :organization::text, 0))
      """;

  private static final String BYTES =
      """
      with served as (
        select coalesce(own.merged_into, own.id) as owner, sum(octet_length(made.content)
          + coalesce(octet_length(made.parameters::text), 0) + octet_length(array_to_string(made.variables, ','))) as bytes
        from prompt_labels labelled
        join prompt_names prompt on prompt.organization_id = labelled.organization_id and prompt.name = labelled.name
        join agent_prompts made on made.organization_id = labelled.organization_id and made.name = labelled.name
          and made.version = labelled.version
        left join agent_registry own on own.organization_id = prompt.organization_id and own.id = prompt.agent_id
        where labelled.organization_id = :organization and labelled.label = :label
        group by 1)
      select coalesce((select bytes from served where owner is null), 0)
        + coalesce((select max(bytes) from served where owner is not null and (:agent::uuid is null or owner = (
          select coalesce(meant.merged_into, meant.id) from agent_registry meant
          where meant.organization_id = :organization and meant.id = :agent::uuid))), 0)
      """;

  /// A prompt and whose it is.
  ///
  /// @param owner null: of every agent
  public record Owned(@Nullable AgentId owner, ServedPrompt prompt) {}

  private final TenantSql jdbc;
  private final JsonMapper json;

  ProductionPrompts(DataSource dataSource, JsonMapper json) {
    this.jdbc = new TenantSql(dataSource);
    this.json = json;
  }

  /// The prompts of an agent, which include those of the names merged into it, and the prompts of
  /// every agent. A name that was merged into another agent has the prompts of that one.
  public List<ServedPrompt> of(AgentId agent) {
    return served(agent);
  }

  /// The prompts of every agent, which is what an agent that was not seen yet is served.
  public List<ServedPrompt> ofEveryAgent() {
    return served(null);
  }

  /// All prompts that are served, in one statement. Those of one agent are its own and those of
  /// every agent, in this order.
  public List<Owned> all() {
    return jdbc.sql(EVERY)
        .param("label", LABEL)
        .query((row, _) -> {
          UUID owner = row.getObject("owner", UUID.class);
          return new Owned(owner == null ? null : new AgentId(owner), prompt(row));
        })
        .list();
  }

  /// Keeps others from changing what is served until the transaction ends.
  public void lock() {
    jdbc.sql(LOCK).query().singleRow();
  }

  /// The bytes of all prompts that are served to an agent.
  ///
  /// @param agent null: to the agent with the most
  public long bytes(@Nullable AgentId agent) {
    return jdbc.sql(BYTES)
        .param("label", LABEL)
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .query(Long.class)
        .single();
  }

  private List<ServedPrompt> served(@Nullable AgentId agent) {
    return jdbc.sql(SERVED)
        .param("label", LABEL)
        .param("agent", agent == null ? null : agent.value(), Types.OTHER)
        .query((row, _) -> prompt(row))
        .list();
  }

  private ServedPrompt prompt(ResultSet row) throws SQLException {
    String parameters = row.getString("parameters");
    return new ServedPrompt(
        row.getString("name"),
        row.getInt("version"),
        row.getString("content"),
        List.of((String[]) row.getArray("variables").getArray()),
        row.getString("model"),
        parameters == null ? null : json.readValue(parameters, OBJECT));
  }
}
