package dev.metaagent.llm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/// The prices that organizations set themselves. They are read with every call that is priced, so a
/// copy is kept for some seconds: that long another node may still count with the old ones.
@Component
public class OwnPrices {

  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final int MOST = 1_000;

  private final OwnPriceStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;
  private final JsonMapper json;
  private final Cache<OrganizationId, Map<String, ModelPrice>> fresh =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FRESH).build();
  private final Map<OrganizationId, Map<String, ModelPrice>> last = new ConcurrentHashMap<>();

  OwnPrices(
      OwnPriceStore store,
      TenantTransactions transactions,
      Journal journal,
      Clock clock,
      JsonMapper json) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
    this.json = json;
  }

  /// The own prices of an organization by model. While the database is unavailable, those read
  /// last.
  Map<String, ModelPrice> of(OrganizationId organization) {
    return fresh.get(organization, this::read);
  }

  private Map<String, ModelPrice> read(OrganizationId organization) {
    try {
      Map<String, ModelPrice> read = Tenant.call(organization, () -> transactions.read(store::all));
      last.put(organization, read);
      return read;
    } catch (DataAccessException | TransactionException e) {
      Map<String, ModelPrice> known = last.get(organization);
      if (known != null) {
        return known;
      }
      throw MetaAgentException.busy(
          ErrorCode.DATABASE_UNAVAILABLE, "the prices cannot be read now", AWAY);
    }
  }

  /// Reads the prices of the organization in scope anew when they are asked for next.
  void forget() {
    fresh.invalidate(Tenant.current());
  }

  /// Sets the price of a model for the organization in scope.
  public ModelPrice set(
      String model, List<PriceTier> tiers, @Nullable String reason, String actor) {
    PriceRules.check(model, tiers);
    ModelPrice price =
        new ModelPrice(model, ModelPrice.Source.ORGANIZATION, tiers, clock.instant(), actor);
    ModelPrice kept =
        transactions.write(() -> {
          if (store.count() >= MOST && !store.all().containsKey(model)) {
            throw MetaAgentException.invalid(
                "model", "at most " + MOST + " models have own prices");
          }
          store.put(Tenant.current(), price);
          journal.write(
              new Change(
                  actor,
                  "price.set",
                  "model " + model,
                  reason,
                  json.writeValueAsString(price.tiers())));
          return price;
        });
    fresh.invalidate(Tenant.current());
    return kept;
  }

  /// Goes back to the list for a model.
  public void remove(String model, @Nullable String reason, String actor) {
    transactions.write(() -> {
      if (!store.remove(model)) {
        throw MetaAgentException.notFound("An own price of the model " + model);
      }
      journal.write(new Change(actor, "price.remove", "model " + model, reason));
      return model;
    });
    fresh.invalidate(Tenant.current());
  }
}
