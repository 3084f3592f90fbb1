package dev.metaagent.search.views;

import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.tenancy.TenantSql;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Saved views, within the transaction of the caller.
@Repository
class ViewStore {

  private static final String ALL =
      """
      select id, name, page, query, created_at, created_by from saved_views
      where organization_id = :organization order by page, lower(name), id
      """;

  private static final String ONE =
      """
      select id, name, page, query, created_at, created_by from saved_views
      where organization_id = :organization and id = :id
      """;

  private static final String COUNT =
      """
      select count(*) from saved_views where organization_id = :organization
      """;

  private static final String ADD =
      """
      insert into saved_views (organization_id, id, name, page, query, created_at, created_by)
      values (:organization, :id, :name, :page, :query, :createdAt, :createdBy)
      """;

  private static final String CHANGE =
      """
      update saved_views set name = :name, page = :page, query = :query
      where organization_id = :organization and id = :id
      """;

  private static final String REMOVE =
      """
      delete from saved_views where organization_id = :organization and id = :id
      """;

  private final TenantSql jdbc;

  ViewStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  List<SavedView> all() {
    return jdbc.sql(ALL).query(ViewStore::read).list();
  }

  Optional<SavedView> one(UUID id) {
    return jdbc.sql(ONE).param("id", id).query(ViewStore::read).optional();
  }

  long count() {
    return jdbc.sql(COUNT).query(Long.class).single();
  }

  void add(SavedView view) {
    jdbc.sql(ADD)
        .param("id", view.id())
        .param("name", view.name())
        .param("page", view.page())
        .param("query", view.query())
        .param("createdAt", Position.sql(view.createdAt()))
        .param("createdBy", view.createdBy())
        .update();
  }

  boolean change(UUID id, String name, String page, String query) {
    return jdbc.sql(CHANGE)
            .param("id", id)
            .param("name", name)
            .param("page", page)
            .param("query", query)
            .update()
        == 1;
  }

  boolean remove(UUID id) {
    return jdbc.sql(REMOVE).param("id", id).update() == 1;
  }

  private static SavedView read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    return new SavedView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("page"),
        row.getString("query"),
        ExecutionRow.instant(row, "created_at"),
        row.getString("created_by"));
  }
}
