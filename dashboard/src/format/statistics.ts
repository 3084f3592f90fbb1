import type { Rate } from '@/api/types';

const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval of k successes in n runs. The server's is `statistics/Rate`; both are checked
 * against the published values in protocol/statistics.json.
 */
export function wilson(k: number, n: number, unknown = 0): Rate {
  if (n <= 0) return { value: null, low: null, high: null, n: 0, unknown };
  const p = k / n;
  const d = 1 + (Z * Z) / n;
  const center = (p + (Z * Z) / (2 * n)) / d;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / d;
  const low = k === 0 ? 0 : Math.max(0, center - half);
  const high = k === n ? 1 : Math.min(1, center + half);
  return { value: p, low, high, n, unknown };
}

/** Rates of separate windows, pooled into one. */
export function pooled(rates: Rate[]): Rate {
  let k = 0;
  let n = 0;
  let unknown = 0;
  for (const rate of rates) {
    n += rate.n;
    unknown += rate.unknown ?? 0;
    if (rate.value !== null) k += Math.round(rate.value * rate.n);
  }
  return wilson(k, n, unknown);
}

/** A decimal string in billionths of a dollar. */
export function nanoUsd(usd: string): bigint {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(usd.trim());
  if (!match) throw new Error(`not a plain decimal: ${usd}`);
  const value = BigInt((match[2] || '0') + (match[3] ?? '').slice(0, 9).padEnd(9, '0'));
  return match[1] ? -value : value;
}

/** Billionths of a dollar as a decimal string. */
export function decimalUsd(nano: bigint): string {
  const negative = nano < 0n;
  const digits = (negative ? -nano : nano).toString().padStart(10, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** A sum of decimal strings; null where one of them is not known and none is. */
export function sumUsd(values: (string | null)[]): string | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return null;
  return decimalUsd(known.reduce((sum, v) => sum + nanoUsd(v), 0n));
}

/** Cost of each success: what failed runs cost is paid by those that succeed. */
export function costPerSuccess(usd: string | null, successes: number): string | null {
  return usd === null || successes <= 0 ? null : decimalUsd(nanoUsd(usd) / BigInt(Math.round(successes)));
}
