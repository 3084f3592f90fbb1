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
import org.junit.jupiter.params.provider.ValueSource;
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
    "openai:gpt-5-mini, gpt-5-mini",
    "gpt-5-mini-2025-08-07, gpt-5-mini",
    "GPT-4o, gpt-4o",
    "gpt-4o-2024-11-20, gpt-4o",
    "gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "gpt-4-0613, gpt-4",
    "gpt-35-turbo, gpt-3.5-turbo",
    "gpt-4-1-mini, gpt-4.1-mini",
    "azure/eu/gpt-4o, gpt-4o",
    "openai/deployments/gpt-4o/chat/completions, gpt-4o",
    "claude-sonnet-4-5@20250929, claude-sonnet-4-5",
    "claude-sonnet-4-5@default, claude-sonnet-4-5",
    "publishers/anthropic/models/claude-sonnet-4-5@20250929, claude-sonnet-4-5",
    "projects/p/locations/eu/publishers/google/models/gemini-2.5-pro:streamGenerateContent,"
        + " gemini-2.5-pro",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
    "jp.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
    "apac.anthropic.claude-3-5-sonnet-20241022-v2:0, claude-3-5-sonnet",
    "us-gov.anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
    "us-gov-west-1.anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
    "global.anthropic.claude-opus-4-6-v1, claude-opus-4-6",
    "anthropic.claude-3-5-sonnet-20241022-v2:0:200k, claude-3-5-sonnet",
    "bedrock:eu.amazon.nova-pro-v1:0, nova-pro",
    "bedrock/converse/us.amazon.nova-lite-v1:0, nova-lite",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0,"
        + " claude-sonnet-4-5",
    "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0,"
        + " claude-sonnet-4-5",
    "anthropic/claude-sonnet-4.5, claude-sonnet-4-5",
    "anthropic/claude-3.7-sonnet:thinking, claude-3-7-sonnet",
    "anthropic/claude-4.5-sonnet, claude-sonnet-4-5",
    "databricks-claude-sonnet-4-5, claude-sonnet-4-5",
    "claude-3-5-sonnet-v2@20241022, claude-3-5-sonnet",
    "claude-3-7-sonnet-latest, claude-3-7-sonnet",
    "models/gemini-2.5-flash, gemini-2.5-flash",
    "google-gla:gemini-2.5-flash, gemini-2.5-flash",
    "gemini-2.0-flash-001, gemini-2.0-flash",
    "mistral-large@2411, mistral-large-2411",
    "x-ai/grok-4-0709, grok-4"
  })
  void aModelHasOnePriceHoweverItIsSpelt(String name, String listed) {
    assertThat(list.find(ModelNames.candidates(name), TODAY))
        .isEqualTo(list.find(listed, TODAY))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3.1:8b",
        "mistral-small:24b",
        "qwen3:30b-a3b",
        "fake-chat-1",
        "ft:gpt-4o-mini-2024-07-18:acme::7q1",
        "my-gpt-4o",
        "gpt-4o-audio-preview",
        "anthropic/claude-sonnet-4.5:online",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3"
      })
  void anotherModelOrOfferHasNoPrice(String model) {
    assertThat(list.find(ModelNames.candidates(model), TODAY)).isNull();
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
