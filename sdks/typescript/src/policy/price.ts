import { add, type Decimal, multiply, parseDecimal, shift, ZERO } from './decimal.js';

/** Prices of a model in USD for a million tokens; null: unknown. */
export interface Price {
  model: string;
  input: string | null;
  output: string | null;
  cacheRead: string | null;
  cacheWrite: string | null;
}

/** Tokens of one call of a model. Input includes what was read from and written to the cache. */
export interface Usage {
  inputTokens?: number | null;
  outputTokens?: number | null;
  cacheReadTokens?: number | null;
  cacheWriteTokens?: number | null;
}

/** The exact cost in USD of one call; null if the model has no price or the tokens are unknown. */
export function costOf(price: Price | undefined, usage: Usage): Decimal | null {
  const input = parseDecimal(price?.input);
  const output = parseDecimal(price?.output);
  const inputTokens = tokens(usage.inputTokens);
  const outputTokens = tokens(usage.outputTokens);
  if (input === null || output === null || inputTokens === null || outputTokens === null) return null;
  const read = tokens(usage.cacheReadTokens) ?? 0n;
  const written = tokens(usage.cacheWriteTokens) ?? 0n;
  const plain = inputTokens - read - written;
  const parts = [
    multiply(input, plain > 0n ? plain : 0n),
    multiply(parseDecimal(price?.cacheRead) ?? input, read),
    multiply(parseDecimal(price?.cacheWrite) ?? input, written),
    multiply(output, outputTokens),
  ];
  return shift(parts.reduce(add, ZERO), 6);
}

function tokens(count: number | null | undefined): bigint | null {
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? BigInt(count) : null;
}
