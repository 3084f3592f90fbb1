package dev.metaagent.llm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.tenancy.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What model calls cost, for the organization in scope: its own prices first, then the list that
/// comes with MetaAgent. A model without a price has calls of unknown cost, never zero.
@Component
public class Prices {

  private static final ModelPrice FREE =
      new ModelPrice(
          ":free",
          ModelPrice.Source.LIST,
          List.of(new PriceTier(0, BigDecimal.ZERO, BigDecimal.ZERO, null, null, null, null)),
          null,
          null);

  /// A longer text is no name of a model, and is not remembered.
  private static final int LONGEST_NAME = 200;

  private final PriceList list;
  private final OwnPrices own;
  private final Cache<String, List<String>> names =
      Caffeine.newBuilder().maximumSize(10_000).build();

  Prices(PriceList list, OwnPrices own) {
    this.list = list;
    this.own = own;
  }

  /// The day of the price list.
  public String asOf() {
    return list.asOf();
  }

  /// The number of the price list: higher is newer.
  public int version() {
    return list.version();
  }

  /// The cost of a call in nano-USD, or null when the model has no price or the tokens are unknown:
  /// (input − cache read − cache write) · input price + cache read · its price + cache write · its
  /// price + output · output price. Cached parts larger than the input are taken as given and the
  /// rest as zero.
  public @Nullable Long cost(@Nullable String model, TokenUsage usage, Instant at) {
    if (model == null
        || model.length() > LONGEST_NAME
        || (usage.input() == null && usage.output() == null)) {
      return null;
    }
    ModelPrice price = find(model, at);
    return price == null ? null : price.cost(usage);
  }

  /// The price of a model at a time: the organization's before the list's, and of each the one
  /// whose name is most like the model's ({@link ModelNames}).
  public @Nullable ModelPrice find(String model, Instant at) {
    Map<String, ModelPrice> owned = own.of(Tenant.current());
    ModelPrice exact = owned.get(model);
    if (exact != null) {
      return exact;
    }
    List<String> candidates = names.get(model, ModelNames::candidates);
    if (!owned.isEmpty()) {
      Map<String, ModelPrice> byKey = new HashMap<>();
      owned.forEach((name, price) -> byKey.put(ModelNames.key(name), price));
      for (String candidate : candidates) {
        ModelPrice price = byKey.get(candidate);
        if (price != null) {
          return price;
        }
      }
    }
    if (ModelNames.free(model)) {
      return FREE;
    }
    return list.find(candidates, at);
  }

  /// From now on counts with what was set on any node for the organization in scope.
  public void catchUp() {
    own.forget();
  }

  /// All prices at a time, by name; an own price replaces the one of the list.
  public List<ModelPrice> all(Instant at) {
    Map<String, ModelPrice> owned = own.of(Tenant.current());
    List<ModelPrice> all = new ArrayList<>(owned.values());
    list.all(at).stream().filter(price -> !owned.containsKey(price.model())).forEach(all::add);
    all.sort(Comparator.comparing(ModelPrice::model));
    return all;
  }
}
