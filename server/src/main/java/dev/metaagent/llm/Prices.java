package dev.metaagent.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What model calls cost. The list is `prices.json`: list prices of the providers, dated; a model
/// that is not on it has no price, and its calls an unknown cost, never zero.
@Component
public class Prices {

  private static final int MILLION_TO_PICO = 6;

  /// Tiers of each model, the highest first.
  private final Map<String, List<ModelPrice>> byModel = new HashMap<>();

  private final String asOf;

  public Prices(JsonMapper json) {
    try (InputStream file = Prices.class.getResourceAsStream("/prices.json")) {
      JsonNode root = json.readTree(file);
      asOf = root.get("asOf").asString();
      for (JsonNode entry : root.get("models")) {
        ModelPrice price = price(entry);
        byModel.computeIfAbsent(price.model(), model -> new ArrayList<>()).add(price);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byModel
        .values()
        .forEach(tiers -> tiers.sort(Comparator.comparingLong(ModelPrice::aboveTokens).reversed()));
  }

  /// The day of the price list.
  public String asOf() {
    return asOf;
  }

  /// The cost of a call in nano-USD, or null when the model has no price or the tokens are unknown:
  /// (input − cache read − cache write) · input price + cache read · its price + cache write · its
  /// price + output · output price. Cached parts larger than the input are taken as given and the
  /// rest as zero.
  public @Nullable Long cost(@Nullable String model, Usage usage) {
    if (model == null || (usage.input() == null && usage.output() == null)) {
      return null;
    }
    List<ModelPrice> tiers = tiers(model);
    if (tiers == null) {
      return null;
    }
    long input = known(usage.input());
    ModelPrice price = tiers.getLast();
    for (ModelPrice tier : tiers) {
      if (input > tier.aboveTokens()) {
        price = tier;
        break;
      }
    }
    long read = known(usage.cacheRead());
    long write = known(usage.cacheWrite());
    long plain = Math.max(0, input - read - write);
    long pico =
        plain * price.input()
            + read * price.cacheRead()
            + write * price.cacheWrite()
            + known(usage.output()) * price.output();
    return (pico + 500) / 1_000;
  }

  private @Nullable List<ModelPrice> tiers(String model) {
    List<ModelPrice> exact = byModel.get(model);
    return exact != null ? exact : byModel.get(plainName(model));
  }

  /// A model name without provider prefix and release date: `openai/gpt-5-2025-08-07` is `gpt-5`.
  static String plainName(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    name = name.substring(name.lastIndexOf('/') + 1);
    for (String prefix :
        List.of("us.", "eu.", "apac.", "global.", "anthropic.", "amazon.", "meta.")) {
      if (name.startsWith(prefix)) {
        name = name.substring(prefix.length());
      }
    }
    int end = name.length();
    int colon = name.indexOf(':');
    if (colon > 0) {
      end = colon;
    }
    name = name.substring(0, end);
    if (name.matches(".{1,100}-v\\d{1,2}")) {
      name = name.substring(0, name.lastIndexOf('-'));
    }
    if (name.endsWith("-latest")) {
      name = name.substring(0, name.length() - "-latest".length());
    }
    if (name.matches(".{1,100}-\\d{8}")) {
      return name.substring(0, name.length() - 9);
    }
    if (name.matches(".{1,100}-\\d{4}-\\d{2}-\\d{2}")) {
      return name.substring(0, name.length() - 11);
    }
    return name;
  }

  private static long known(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static ModelPrice price(JsonNode entry) {
    long input = pico(entry, "input", 0);
    return new ModelPrice(
        entry.get("model").asString(),
        entry.has("aboveTokens") ? entry.get("aboveTokens").asLong() : 0,
        input,
        pico(entry, "output", 0),
        pico(entry, "cacheRead", input),
        pico(entry, "cacheWrite", input));
  }

  private static long pico(JsonNode entry, String field, long otherwise) {
    JsonNode value = entry.get(field);
    return value == null
        ? otherwise
        : new BigDecimal(value.asString()).movePointRight(MILLION_TO_PICO).longValueExact();
  }
}
