package dev.metaagent.registry.prompts;

import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rows of agent_prompts, within the transaction of the caller.
@Repository
class PromptVersionStore {

  private static final String COLUMNS =
      """
      select version, content, variables, model, parameters, tools, created_by, created_at, reason, parent, content_hash
      """;

  private static final String ONE =
      COLUMNS
          + " from agent_prompts where organization_id = :organization and name = :name and version"
          + " = :version";

  /// Of the newest versions below one those whose texts together are not too long, at least one.
  private static final String PAGE =
      COLUMNS
          + """
          from (
            select *, sum(octet_length(content) + coalesce(octet_length(tools::text), 0)) over newest as bytes,
              row_number() over newest as place
            from (
              select * from agent_prompts
              where organization_id = :organization and name = :name and version < :below
              order by version desc limit :limit
            ) below
            window newest as (order by version desc)
          ) page
          where bytes <= :bytes or place = 1
          order by version desc
          """;

  private static final String ADD =
      """
      insert into agent_prompts (organization_id, name, version, content, variables, model, parameters, tools, parent,
        content_hash, reason, created_by, created_at)
      values (:organization, :name, :version, :content, :variables, :model, :parameters::jsonb, :tools::jsonb, :parent,
        :hash, :reason, :by, :at)
      """;

  private final TenantSql jdbc;
  private final JsonMapper json;

  PromptVersionStore(DataSource dataSource, JsonMapper json) {
    this.jdbc = new TenantSql(dataSource);
    this.json = json;
  }

  Optional<PromptVersion> one(String name, int version) {
    return jdbc.sql(ONE)
        .param("name", name)
        .param("version", version)
        .query((row, _) -> version(row))
        .optional();
  }

  List<PromptVersion> page(String name, int below, int limit, int bytes) {
    return jdbc.sql(PAGE)
        .param("name", name)
        .param("below", below)
        .param("limit", limit)
        .param("bytes", bytes)
        .query((row, _) -> version(row))
        .list();
  }

  void add(String name, PromptVersion made) {
    jdbc.sql(ADD)
        .param("name", name)
        .param("version", made.version())
        .param("content", made.content())
        .param("variables", made.variables().toArray(String[]::new))
        .param("model", made.model(), Types.VARCHAR)
        .param("parameters", text(made.parameters()), Types.VARCHAR)
        .param("tools", text(made.tools()), Types.VARCHAR)
        .param("parent", made.parent(), Types.INTEGER)
        .param("hash", made.contentHash())
        .param("reason", made.reason(), Types.VARCHAR)
        .param("by", made.createdBy())
        .param("at", OffsetDateTime.ofInstant(made.createdAt(), ZoneOffset.UTC))
        .update();
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : node.toString();
  }

  private PromptVersion version(ResultSet row) throws SQLException {
    return new PromptVersion(
        row.getInt("version"),
        row.getString("content"),
        List.of((String[]) row.getArray("variables").getArray()),
        row.getString("model"),
        node(row.getString("parameters")),
        node(row.getString("tools")),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("reason"),
        row.getObject("parent", Integer.class),
        row.getString("content_hash"));
  }

  private @Nullable JsonNode node(@Nullable String text) {
    return text == null ? null : json.readTree(text);
  }
}
