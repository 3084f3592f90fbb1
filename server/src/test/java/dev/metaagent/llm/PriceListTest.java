package dev.metaagent.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PriceListTest {

  private static final Instant TODAY = Instant.parse("2026-11-22T12:00:00Z");

  private final PriceList list = new PriceList(JsonMapper.shared());

  private @Nullable Long cost(
      String model, long input, long output, long read, long write, boolean batch) {
    return Objects.requireNonNull(list.find(model, TODAY))
        .cost(new TokenUsage(input, output, read, write, batch));
  }

  /// The first two are Anthropic's own example of a session, with and without its cache: $0.625 and
  /// $0.445. Costs are in nano-USD.
  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-6, 50000, 15000, 0, 0, false, 625000000",
    "claude-opus-4-6, 50000, 15000, 40000, 0, false, 445000000",
    "claude-opus-4-6, 1000000, 0, 0, 1000000, false, 6250000000",
    "claude-opus-4-6, 1000000, 1000000, 0, 0, true, 15000000000",
    "claude-opus-4-6, 1000000, 0, 1000000, 0, true, 250000000",
    "gpt-4o-mini, 1, 0, 0, 0, false, 150",
    "gpt-4o-mini, 3, 1, 3, 0, false, 825",
    "gemini-2.5-pro, 200000, 1000, 0, 0, false, 260000000",
    "gemini-2.5-pro, 200001, 1000, 0, 0, false, 515002500",
    "gpt-6-astra, 272000, 1000, 0, 0, false, 2770000000",
    "gpt-6-astra, 272001, 1000, 0, 0, false, 5515020000",
    "claude-haiku-5-5, 100001, 0, 0, 0, false, 50000500",
    "text-embedding-3-small, 1000, 0, 0, 0, false, 20000"
  })
  void aCallCostsWhatTheProviderSays(
      String model, long input, long output, long read, long write, boolean batch, long nano) {
    assertThat(cost(model, input, output, read, write, batch)).isEqualTo(nano);
  }

  @Test
  void aTierOrBatchWithoutPricesIsNotKnown() {
    assertThat(cost("gpt-6.1-terra", 272_000, 1, 0, 0, false)).isNotNull();
    assertThat(cost("gpt-6.1-terra", 272_001, 1, 0, 0, false)).isNull();
    assertThat(cost("grok-4.7", 1, 1, 0, 0, true)).isNull();
  }

  @Test
  void anAmountBeyondAnyRealOneIsNotKnown() {
    assertThat(cost("o1-pro", Long.MAX_VALUE, 1, 0, 0, false)).isNull();
  }

  @Test
  void aPriceThatChangesOnADayAppliesToCallsFromThatDayOn() {
    TokenUsage million = new TokenUsage(1_000_000L, 0L, null, null, false);
    assertThat(price("gemini-4-argon", "2026-11-30T23:59:59Z").cost(million))
        .isEqualTo(2_000_000_000L);
    assertThat(price("gemini-4-argon", "2026-12-01T00:00:00Z").cost(million))
        .isEqualTo(4_000_000_000L);
  }

  private ModelPrice price(String model, String at) {
    return Objects.requireNonNull(list.find(model, Instant.parse(at)));
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-5-2025-08-07, gpt-5",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
    "anthropic.claude-3-5-sonnet-20241022-v2:0:200k, claude-3-5-sonnet",
    "gpt-4o-2024-11-20, gpt-4o",
    "models/gemini-2.5-flash, gemini-2.5-flash",
    "claude-3-7-sonnet-latest, claude-3-7-sonnet",
    "mistral-small:24b, mistral-small:24b",
    "deepseek/deepseek-chat:free, deepseek-chat:free"
  })
  void theNameOfARegionOrADayIsNoOtherModel(String name, String plain) {
    assertThat(ModelNames.plain(name)).isEqualTo(plain);
  }

  @Test
  void modelsThatRunAnywhereHaveNoPrice() {
    for (String model : new String[] {"llama3.1:8b", "mistral-small:24b", "fake-chat-1"}) {
      assertThat(list.find(ModelNames.plain(model), TODAY)).as(model).isNull();
    }
  }

  @Test
  void everyPriceOfTheListCanBeCounted() {
    Set<String> names = new HashSet<>();
    for (ModelPrice price : list.all(TODAY)) {
      assertThat(names.add(price.model())).as(price.model()).isTrue();
      assertThat(price.tiers()).as(price.model()).isNotEmpty();
      assertThat(price.tiers().getLast().aboveTokens()).as(price.model()).isZero();
      assertThat(price.cost(new TokenUsage(1L, 1L, 1L, 0L, false))).as(price.model()).isNotNull();
      for (PriceTier tier : price.tiers()) {
        if (tier.input() != null && tier.cacheRead() != null) {
          assertThat(tier.cacheRead()).as(price.model()).isLessThan(tier.input());
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(100);
  }
}
