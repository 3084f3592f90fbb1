package dev.metaagent.llm;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Prices of one model for calls with a longer input than some number of tokens, in US dollars per
/// million tokens, at most six decimals. A price that is null is not known.
///
/// @param aboveTokens the input length above which it applies to the whole call; 0 for the first
/// @param cacheRead null: cached input costs what input costs; so does cacheWrite
/// @param batchInput null: what calls of the batch API cost is not known; so is batchOutput
public record PriceTier(
    long aboveTokens,
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal batchInput,
    @Nullable BigDecimal batchOutput) {

  /// 1 dollar per million tokens is 1,000,000 pico-USD (10⁻¹² dollars) per token.
  private static final int MILLION_TO_PICO = 6;

  private static final int PICO_TO_NANO = 1_000;

  /// The cost of a call in nano-USD, rounded to the nearest; null where a price of it is not known
  /// or the amount is beyond any real one.
  @Nullable Long cost(TokenUsage usage) {
    BigDecimal in = usage.batch() ? batchInput : input;
    BigDecimal out = usage.batch() ? batchOutput : output;
    if (in == null || out == null || input == null) {
      return null;
    }
    long read = known(usage.cacheRead());
    long write = known(usage.cacheWrite());
    long plain = Math.max(0, known(usage.input()) - read - write);
    try {
      long pico = Math.multiplyExact(plain, pico(in));
      pico = Math.addExact(pico, Math.multiplyExact(read, cached(cacheRead, in, input)));
      pico = Math.addExact(pico, Math.multiplyExact(write, cached(cacheWrite, in, input)));
      pico = Math.addExact(pico, Math.multiplyExact(known(usage.output()), pico(out)));
      return Math.addExact(pico, PICO_TO_NANO / 2) / PICO_TO_NANO;
    } catch (ArithmeticException _) {
      return null;
    }
  }

  /// What cached input costs for a token: its own price, reduced as the batch API reduces input.
  private static long cached(@Nullable BigDecimal own, BigDecimal in, BigDecimal standard) {
    if (own == null) {
      return pico(in);
    }
    return standard.signum() == 0 ? pico(own) : pico(own) * pico(in) / pico(standard);
  }

  private static long pico(BigDecimal price) {
    return price.movePointRight(MILLION_TO_PICO).longValueExact();
  }

  private static long known(@Nullable Long tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }
}
