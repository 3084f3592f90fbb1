package dev.metaagent.llm;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of `model_prices` of the organization in scope.
@Repository
class OwnPriceStore {

  private static final String ALL =
      """
      select model, tiers, updated_at, updated_by from model_prices where organization_id = :organization
      """;

  private static final String PUT =
      """
      insert into model_prices (organization_id, model, tiers, updated_at, updated_by)
      values (:organization, :model, :tiers, :at, :by)
      on conflict (organization_id, model) do update set
        tiers = excluded.tiers, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      """;

  private static final String COUNT =
      """
      select count(*) from model_prices where organization_id = :organization
      """;

  private static final String REMOVE =
      """
      delete from model_prices where organization_id = :organization and model = :model
      """;

  private final TenantSql jdbc;
  private final JsonMapper json;

  OwnPriceStore(DataSource dataSource, JsonMapper json) {
    this.jdbc = new TenantSql(dataSource);
    this.json = json;
  }

  Map<String, ModelPrice> all() {
    Map<String, ModelPrice> all = new HashMap<>();
    jdbc.sql(ALL)
        .query((row, number) -> price(row))
        .list()
        .forEach(price -> all.put(price.model(), price));
    return all;
  }

  int count() {
    return jdbc.sql(COUNT).query(Integer.class).single();
  }

  void put(OrganizationId organization, ModelPrice price) {
    jdbc.sql(PUT)
        .param("organization", organization.value())
        .param("model", price.model())
        .param("tiers", json.writeValueAsString(price.tiers()))
        .param("at", Objects.requireNonNull(price.updatedAt()).atOffset(ZoneOffset.UTC))
        .param("by", price.updatedBy())
        .update();
  }

  boolean remove(String model) {
    return jdbc.sql(REMOVE).param("model", model).update() == 1;
  }

  private ModelPrice price(ResultSet row) throws SQLException {
    return new ModelPrice(
        row.getString("model"),
        ModelPrice.Source.ORGANIZATION,
        json.readValue(row.getString("tiers"), new TypeReference<List<PriceTier>>() {}),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getString("updated_by"));
  }
}
