package dev.metaagent.llm;

/// Prices of one model in nano-USD per token (1 USD per million tokens is 1,000).
///
/// @param aboveTokens input length from which the next tier of the same model applies; 0 for the
///   first tier
record ModelPrice(
    String model, long aboveTokens, long input, long output, long cacheRead, long cacheWrite) {}
