package dev.metaagent.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The list prices of the providers that come with MetaAgent: `prices.json`, versioned and dated. A
/// model may change its price on a day; each call is priced as of its own time.
@Component
class PriceList {

  private record Dated(Instant from, ModelPrice price) {}

  private final Map<String, List<Dated>> byModel = new TreeMap<>();
  private final Map<String, String> nameByKey = new HashMap<>();
  private final int version;
  private final String asOf;

  PriceList(JsonMapper json) {
    try (InputStream file = PriceList.class.getResourceAsStream("/prices.json")) {
      JsonNode root = json.readTree(file);
      version = root.get("version").asInt();
      asOf = root.get("asOf").asString();
      for (JsonNode entry : root.get("models")) {
        String model = entry.get("model").asString();
        byModel.computeIfAbsent(model, _ -> new ArrayList<>()).add(dated(model, entry));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byModel.keySet().forEach(name -> nameByKey.put(ModelNames.key(name), name));
    byModel.values().forEach(list -> list.sort((a, b) -> b.from().compareTo(a.from())));
  }

  private static Dated dated(String model, JsonNode entry) {
    Instant from =
        entry.has("from")
            ? LocalDate.parse(entry.get("from").asString()).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.MIN;
    List<PriceTier> tiers = new ArrayList<>();
    for (JsonNode tier : entry.get("tiers")) {
      tiers.add(tier(tier));
    }
    return new Dated(from, new ModelPrice(model, ModelPrice.Source.LIST, tiers, null, null));
  }

  private static PriceTier tier(JsonNode tier) {
    return new PriceTier(
        tier.has("aboveTokens") ? tier.get("aboveTokens").asLong() : 0,
        price(tier, "input"),
        price(tier, "output"),
        price(tier, "cacheRead"),
        price(tier, "cacheWrite"),
        price(tier, "batchInput"),
        price(tier, "batchOutput"));
  }

  private static @Nullable BigDecimal price(JsonNode tier, String field) {
    JsonNode value = tier.get(field);
    return value == null ? null : new BigDecimal(value.asString());
  }

  int version() {
    return version;
  }

  String asOf() {
    return asOf;
  }

  /// The price of exactly this name at a time.
  @Nullable ModelPrice find(String model, Instant at) {
    for (Dated dated : byModel.getOrDefault(model, List.of())) {
      if (!at.isBefore(dated.from())) {
        return dated.price();
      }
    }
    return null;
  }

  /// The price of the first of these names ({@link ModelNames#candidates}) that is listed.
  @Nullable ModelPrice find(List<String> candidates, Instant at) {
    for (String candidate : candidates) {
      String listed = nameByKey.get(candidate);
      ModelPrice price = listed == null ? null : find(listed, at);
      if (price != null) {
        return price;
      }
    }
    return null;
  }

  /// The prices at a time, by name.
  List<ModelPrice> all(Instant at) {
    Collection<String> names = byModel.keySet();
    List<ModelPrice> all = new ArrayList<>();
    for (String name : names) {
      ModelPrice price = find(name, at);
      if (price != null) {
        all.add(price);
      }
    }
    return all;
  }
}
