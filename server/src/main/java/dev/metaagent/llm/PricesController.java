package dev.metaagent.llm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What model calls cost, over HTTP. Names of models hold slashes, so they are no part of the path.
@RestController
@RequestMapping("/api/v1/prices")
@Tag(name = "Prices", description = "Prices of models")
class PricesController {

  private static final Duration LOOKED_AT = Duration.ofDays(30);
  private static final int MOST_UNKNOWN = 200;
  private static final int LONGEST_REASON = 500;

  /// The price to set.
  ///
  /// @param applyToPast whether calls that had no price are priced now, by a job
  @Schema(name = "PriceRequest")
  record PriceRequest(
      @Nullable String model,
      @Nullable List<@Nullable PriceTierRequest> tiers,
      @Nullable Boolean applyToPast,
      @Nullable String reason) {}

  /// Prices for calls with a longer input than some number of tokens.
  @Schema(name = "PriceTierRequest")
  record PriceTierRequest(
      @Nullable Long aboveTokens,
      @Schema(description = "US dollars per million tokens", example = "2.5", type = "string")
          @Nullable BigDecimal input,
      @Schema(example = "10", type = "string") @Nullable BigDecimal output,
      @Schema(type = "string") @Nullable BigDecimal cacheRead,
      @Schema(type = "string") @Nullable BigDecimal cacheWrite,
      @Schema(type = "string") @Nullable BigDecimal batchInput,
      @Schema(type = "string") @Nullable BigDecimal batchOutput) {

    PriceTier tier() {
      return new PriceTier(
          aboveTokens == null ? 0 : aboveTokens,
          input,
          output,
          cacheRead,
          cacheWrite,
          batchInput,
          batchOutput);
    }
  }

  private final Prices prices;
  private final OwnPrices own;
  private final PastCalls pastCalls;
  private final Clock clock;
  private final Cache<OrganizationId, List<PastCalls.Unpriced>> counted =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofSeconds(5)).build();

  PricesController(Prices prices, OwnPrices own, PastCalls pastCalls, Clock clock) {
    this.prices = prices;
    this.own = own;
    this.pastCalls = pastCalls;
    this.clock = clock;
  }

  @GetMapping
  @Operation(
      summary = "The prices of all models, and the models that have none",
      description =
          "Models whose calls of the last 30 days have an unknown cost come first, most calls"
              + " first. Prices are those of today.")
  @ApiResponse(responseCode = "200")
  PriceAnswers.All all() {
    Instant now = clock.instant();
    List<PriceAnswers.Unknown> unknown =
        counted
            .get(
                Caller.current().organization(),
                _ -> pastCalls.unpriced(MOST_UNKNOWN, now.minus(LOOKED_AT)))
            .stream()
            .filter(calls -> prices.find(calls.model(), now) == null)
            .map(PriceAnswers.Unknown::of)
            .toList();
    return new PriceAnswers.All(
        prices.asOf(),
        prices.version(),
        "USD",
        "1 million tokens",
        unknown,
        prices.all(now).stream().map(PriceAnswers.Model::of).toList());
  }

  @PutMapping
  @Operation(
      summary = "Set the price of a model for this organization",
      description =
          "It applies to calls that arrive from now on, on every node within seconds. With"
              + " applyToPast a job prices past calls that have no cost; calls with a cost keep"
              + " it.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  PriceAnswers.Model set(@RequestBody PriceRequest wanted) {
    if (wanted.model() == null) {
      throw MetaAgentException.invalid("model", "the name of a model");
    }
    if (wanted.tiers() == null || wanted.tiers().stream().anyMatch(tier -> tier == null)) {
      throw MetaAgentException.invalid("tiers", "a list of prices");
    }
    String reason = reason(wanted.reason());
    Principal caller = Caller.current();
    ModelPrice price =
        own.set(
            wanted.model().strip(),
            wanted.tiers().stream()
                .map(tier -> java.util.Objects.requireNonNull(tier).tier())
                .toList(),
            reason,
            caller.name());
    if (Boolean.TRUE.equals(wanted.applyToPast())) {
      pastCalls.price(caller.organization(), price.model(), caller.name());
    }
    return PriceAnswers.Model.of(price);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove the organization's own price of a model")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "404", ref = "Problem")
  void remove(@RequestParam String model, @RequestParam(required = false) @Nullable String reason) {
    own.remove(model, reason(reason), Caller.current().name());
  }

  private static @Nullable String reason(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      return null;
    }
    if (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid("reason", "at most " + LONGEST_REASON + " characters");
    }
    return reason.strip();
  }
}
