package dev.metaagent.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Prices that somebody sets, and what a call costs by them. */
class PriceRulesTest {

  private static @Nullable BigDecimal usd(@Nullable String price) {
    return price == null ? null : new BigDecimal(price);
  }

  private static PriceTier tier(long above, @Nullable String input, @Nullable String output) {
    return new PriceTier(above, usd(input), usd(output), null, null, null, null);
  }

  private static PriceTier full(String input, String output, String read, String write) {
    return new PriceTier(0, usd(input), usd(output), usd(read), usd(write), null, null);
  }

  private static List<String> wrong(String model, PriceTier... tiers) {
    List<String> fields = new ArrayList<>();
    assertThatThrownBy(() -> PriceRules.check(model, List.of(tiers)))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> e.errors().stream().map(FieldError::field).forEach(fields::add));
    return fields;
  }

  @Test
  void aPriceOfOneOrMoreTiersIsTaken() {
    assertThatCode(() -> PriceRules.check("m", List.of(tier(0, "0", "0"))))
        .doesNotThrowAnyException();
    assertThatCode(() ->
            PriceRules.check("m", List.of(tier(200_000, "1000", "0.000001"), tier(0, "2.5", "10"))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\0b"})
  void aModelHasAName(String model) {
    assertThat(wrong(model, tier(0, "1", "1"))).containsExactly("model");
  }

  @Test
  void namesAndTiersHaveAMost() {
    assertThatCode(() -> PriceRules.check("m".repeat(200), List.of(tier(0, "1", "1"))))
        .doesNotThrowAnyException();
    assertThat(wrong("m".repeat(201), tier(0, "1", "1"))).containsExactly("model");
    PriceTier[] eleven = new PriceTier[11];
    for (int i = 0; i < eleven.length; i++) {
      eleven[i] = tier(i, "1", "1");
    }
    assertThat(wrong("m", eleven)).containsExactly("tiers");
    assertThat(wrong("m")).containsExactly("tiers");
  }

  @Test
  void tiersBeginAtLengthsOfTheirOwnAndOneAtZero() {
    assertThat(wrong("m", tier(1, "1", "1"))).containsExactly("tiers");
    assertThat(wrong("m", tier(0, "1", "1"), tier(0, "2", "2")))
        .containsExactly("tiers[1].aboveTokens");
    assertThat(wrong("m", tier(0, "1", "1"), tier(-1, "2", "2")))
        .containsExactly("tiers[1].aboveTokens");
    assertThat(wrong("m", tier(0, "1", "1"), tier(100_000_001, "2", "2")))
        .containsExactly("tiers[1].aboveTokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1000.01", "0.0000001"})
  void aPriceIsFromZeroToAThousandWithSixDecimals(String price) {
    assertThat(wrong("m", tier(0, price, price)))
        .containsExactly("tiers[0].input", "tiers[0].output");
    assertThat(
            wrong(
                "m",
                new PriceTier(
                    0, usd("1"), usd("1"), usd(price), usd(price), usd(price), usd(price))))
        .containsExactly(
            "tiers[0].cacheRead",
            "tiers[0].cacheWrite",
            "tiers[0].batchInput",
            "tiers[0].batchOutput");
  }

  @Test
  void trailingZerosAreNoDecimals() {
    assertThatCode(() -> PriceRules.check("m", List.of(tier(0, "1.50000000", "1"))))
        .doesNotThrowAnyException();
  }

  @Test
  void inputAndOutputAreNeeded() {
    assertThat(wrong("m", tier(0, null, null)))
        .containsExactly("tiers[0].input", "tiers[0].output");
  }

  /** input, output, read, written tokens; $2 in, $8 out, $0.50 read, $2.50 written a million. */
  @ParameterizedTest
  @CsvSource({
    "1000000,0,0,0,2000000000",
    "0,1000000,0,0,8000000000",
    "1000000,0,1000000,0,500000000",
    "1000000,0,0,1000000,2500000000",
    "1000000,100000,400000,100000,2250000000",
    "100,0,400,0,200000",
    "1,0,0,0,2000",
    "0,0,0,0,0"
  })
  void cachedInputCostsItsOwnPriceAndTheRestWhatInputCosts(
      long input, long output, long read, long written, long nano) {
    ModelPrice price =
        new ModelPrice(
            "m", ModelPrice.Source.LIST, List.of(full("2", "8", "0.5", "2.5")), null, null);
    assertThat(price.cost(new TokenUsage(input, output, read, written, false))).isEqualTo(nano);
  }

  @Test
  void cachedInputWithoutAPriceCostsWhatInputCosts() {
    assertThat(tier(0, "2", "8").cost(new TokenUsage(1_000_000L, 0L, 400_000L, null, false)))
        .isEqualTo(2_000_000_000L);
  }

  @Test
  void theBatchApiReducesCachedInputAsItReducesInput() {
    PriceTier tier = new PriceTier(0, usd("2"), usd("8"), usd("0.5"), null, usd("1"), usd("4"));
    assertThat(tier.cost(new TokenUsage(1_000_000L, 0L, 1_000_000L, null, true)))
        .isEqualTo(250_000_000L);
    assertThat(tier.cost(new TokenUsage(0L, 1_000_000L, null, null, true)))
        .isEqualTo(4_000_000_000L);
  }

  @Test
  void aBatchWithoutAPriceIsNotKnown() {
    assertThat(tier(0, "2", "8").cost(new TokenUsage(1L, 1L, null, null, true))).isNull();
  }

  @Test
  void freeIsKnown() {
    assertThat(tier(0, "0", "0").cost(new TokenUsage(5L, 5L, 5L, 5L, false))).isZero();
  }

  @Test
  void anAmountIsRoundedToTheNearestBillionth() {
    // 0.0004 dollars a million are 400 pico-dollars a token
    PriceTier cheap = tier(0, "0.0004", "0");
    assertThat(cheap.cost(new TokenUsage(1L, 0L, null, null, false))).isZero();
    assertThat(cheap.cost(new TokenUsage(2L, 0L, null, null, false))).isEqualTo(1);
    assertThat(cheap.cost(new TokenUsage(5L, 0L, null, null, false))).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "100,100", "101,202", "1000,2000", "1001,3003"})
  void theTierOfTheInputsLengthAppliesToTheWholeCall(long input, long nanos) {
    ModelPrice price =
        new ModelPrice(
            "m",
            ModelPrice.Source.ORGANIZATION,
            List.of(
                tier(100, "0.002", "0.001"),
                tier(0, "0.001", "0.001"),
                tier(1000, "0.003", "0.001")),
            null,
            null);
    assertThat(price.tiers()).extracting(PriceTier::aboveTokens).containsExactly(1000L, 100L, 0L);
    assertThat(price.cost(new TokenUsage(input, input == 0 ? 1L : 0L, null, null, false)))
        .isEqualTo(nanos);
  }

  @Test
  void aChangeOfThePriceCountsFromItsDayOn() {
    PriceList list = new PriceList(JsonMapper.shared());
    TokenUsage cached = new TokenUsage(1_000_000L, 0L, 1_000_000L, null, false);
    ModelPrice before = list.find("claude-sonnet-5-5", Instant.parse("2026-10-06T23:59:59.999Z"));
    ModelPrice after = list.find("claude-sonnet-5-5", Instant.parse("2026-10-07T00:00:00Z"));
    assertThat(before).isNotNull();
    assertThat(after).isNotNull();
    assertThat(before.cost(cached)).isEqualTo(200_000_000L);
    assertThat(after.cost(cached)).isEqualTo(100_000_000L);
    assertThat(list.all(Instant.parse("2026-11-22T00:00:00Z")))
        .filteredOn(price -> price.model().equals("claude-sonnet-5-5"))
        .containsExactly(after);
  }
}
