package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tenants of this installation. They change rarely and are read on every batch, so a copy is
/// kept for some seconds.
@Component
public class Organizations {

  private static final long FRESH_NANOS = 5_000_000_000L;

  private static final String ALL =
      """
      select id, name, time_zone, attribute_keys, simulated from organizations
      where removed_at is null order by created_at, id
      """;

  private static final String CREATE =
      """
      insert into organizations (id, name, time_zone, simulated) values (:id, :name, :zone, :simulated)
      on conflict (id) do nothing
      """;

  private static final String CHANGE =
      """
      update organizations set name = :name, time_zone = :zone where id = :id
      """;

  private static final String DECLARE =
      """
      update organizations set attribute_keys = :keys where id = :id
      """;

  private static final String LEAVE =
      """
      update organizations set removed_at = now() where id = :id and removed_at is null
      """;

  private static final String DELETE =
      """
      delete from organizations where id = :id and removed_at is not null
      """;

  private final JdbcClient jdbc;
  private final SystemTransactions transactions;
  private final ReentrantLock strangers = new ReentrantLock();
  private volatile Map<OrganizationId, Organization> known = Map.of();
  private volatile long readAt = Long.MIN_VALUE;

  public Organizations(DataSource dataSource, SystemTransactions transactions) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
  }

  public List<Organization> all() {
    refresh(false);
    return List.copyOf(known.values());
  }

  /// The organization of an installation that has one, apart from simulated ones.
  public Optional<OrganizationId> single() {
    List<Organization> real =
        all().stream().filter(organization -> !organization.simulated()).toList();
    return real.size() == 1 ? Optional.of(real.getFirst().id()) : Optional.empty();
  }

  /// Whether an organization is there. Ids of strangers cause some look-ups in a second at most,
  /// not one each.
  public boolean isKnown(OrganizationId id) {
    refresh(false);
    if (!known.containsKey(id)) {
      refreshStrangers();
    }
    return known.containsKey(id);
  }

  private void refreshStrangers() {
    long asked = System.nanoTime();
    strangers.lock();
    try {
      if (readAt - asked < 0) {
        LookAgain.mayBegin(readAt);
        refresh(true);
      }
    } finally {
      strangers.unlock();
    }
  }

  public Optional<Organization> find(OrganizationId id) {
    refresh(false);
    if (!known.containsKey(id)) {
      refresh(true);
    }
    return Optional.ofNullable(known.get(id));
  }

  /// Creates an organization unless its id exists.
  public void create(OrganizationId id, String name, ZoneId zone, boolean simulated) {
    transactions.call(() ->
        jdbc.sql(CREATE)
            .param("id", id.value())
            .param("name", name)
            .param("zone", zone.getId())
            .param("simulated", simulated)
            .update());
    refresh(true);
  }

  /// Declares the attribute keys that executions of an organization can be filtered by.
  public void declareAttributes(OrganizationId id, List<String> keys) {
    transactions.call(() ->
        jdbc.sql(DECLARE)
            .param("id", id.value())
            .param("keys", keys.toArray(new String[0]))
            .update());
    refresh(true);
  }

  /// Takes an organization out of use: from now on nobody enters it. Its rows are still there.
  ///
  /// @return whether it was in use
  public boolean leave(OrganizationId id) {
    boolean left = transactions.call(() -> jdbc.sql(LEAVE).param("id", id.value()).update() == 1);
    refresh(true);
    return left;
  }

  /// Ends an organization that was left and whose rows are gone.
  public void delete(OrganizationId id) {
    transactions.call(() -> jdbc.sql(DELETE).param("id", id.value()).update());
  }

  /// Changes the organization in scope, joining its transaction in progress; follow with {@link
  /// #forget} after it.
  public void change(OrganizationId id, String name, ZoneId zone) {
    jdbc.sql(CHANGE)
        .param("id", id.value())
        .param("name", name)
        .param("zone", zone.getId())
        .update();
  }

  /// Reads again what is known.
  public void forget() {
    refresh(true);
  }

  private void refresh(boolean now) {
    if (!now && readAt != Long.MIN_VALUE && System.nanoTime() - readAt < FRESH_NANOS) {
      return;
    }
    long began = System.nanoTime();
    Map<OrganizationId, Organization> read = new ConcurrentHashMap<>();
    transactions
        .call(() ->
            jdbc.sql(ALL)
                .query((row, number) ->
                    new Organization(
                        new OrganizationId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        ZoneId.of(row.getString("time_zone")),
                        List.of((String[]) row.getArray("attribute_keys").getArray()),
                        row.getBoolean("simulated")))
                .list())
        .forEach(organization -> read.put(organization.id(), organization));
    known = read;
    readAt = began;
  }
}
