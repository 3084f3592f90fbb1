package dev.metaagent.llm;

/// Prices of one model in pico-USD (10⁻¹² dollars) per token: 1 dollar per million tokens is
/// 1,000,000.
///
/// @param aboveTokens input length from which the next tier of the same model applies; 0 for the
///   first tier
record ModelPrice(
    String model, long aboveTokens, long input, long output, long cacheRead, long cacheWrite) {}
