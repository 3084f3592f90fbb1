import type { Tier } from '@/api/types';

/** What has a price, in the order in which it is written. */
export const PARTS = [
  { key: 'input', label: 'Input' },
  { key: 'output', label: 'Output' },
  { key: 'cacheRead', label: 'Cache read' },
  { key: 'cacheWrite', label: 'Cache write' },
  { key: 'batchInput', label: 'Batch input' },
  { key: 'batchOutput', label: 'Batch output' },
] as const;
export type Part = (typeof PARTS)[number]['key'];

/** A tier while it is being written: all text. */
export type TierForm = Record<Part | 'aboveTokens', string>;

export const formOf = (tier: Tier): TierForm => ({
  aboveTokens: String(tier.aboveTokens),
  input: tier.input ?? '',
  output: tier.output ?? '',
  cacheRead: tier.cacheRead ?? '',
  cacheWrite: tier.cacheWrite ?? '',
  batchInput: tier.batchInput ?? '',
  batchOutput: tier.batchOutput ?? '',
});

export const EMPTY_TIER: TierForm = {
  aboveTokens: '0',
  input: '',
  output: '',
  cacheRead: '',
  cacheWrite: '',
  batchInput: '',
  batchOutput: '',
};

/** Money stays text all the way: what is left empty is not known. */
export const tierOf = (form: TierForm): Tier => {
  const money = (text: string) => text.trim() || null;
  return {
    aboveTokens: Number(form.aboveTokens.trim() || '0'),
    input: money(form.input),
    output: money(form.output),
    cacheRead: money(form.cacheRead),
    cacheWrite: money(form.cacheWrite),
    batchInput: money(form.batchInput),
    batchOutput: money(form.batchOutput),
  };
};

/** The first thing that is wrong with the tiers, in words; null when they can be sent. */
export function wrongWith(forms: TierForm[]): string | null {
  let before = -1;
  for (const [i, form] of forms.entries()) {
    const above = form.aboveTokens.trim() || '0';
    if (!/^\d{1,9}$/.test(above)) return 'A tier starts at a whole number of tokens.';
    if (i === 0 && Number(above) !== 0) return 'The first tier starts at 0 tokens.';
    if (Number(above) <= before) return 'Each tier starts above the one before it.';
    before = Number(above);
    for (const { key, label } of PARTS) {
      const text = form[key].trim();
      if (text && !/^\d{1,6}(\.\d{1,9})?$/.test(text))
        return `${label}: dollars per million tokens, for example 3 or 0.25.`;
    }
    if (!form.input.trim() || !form.output.trim())
      return 'Input and output need a price. The others are optional.';
  }
  return null;
}

/** Decimals of a price: as many as it has, and two at least. */
export const decimalsOf = (usd: string): number =>
  Math.max(2, (usd.split('.')[1] ?? '').replace(/0+$/, '').length);

/** As wide as a digit: prices of one column stand with their points below each other. */
const FIGURE_SPACE = '\u2007';

/** `$0.25`, `$15.00`, `$0.0375`: as many decimals as it has, padded to those of its column. */
export const perMillion = (usd: string, columnDecimals = 2): string => {
  const [whole = '0', part = ''] = usd.split('.');
  const digits = decimalsOf(usd);
  const rest = part.slice(0, digits).padEnd(digits, '0');
  return `$${whole}.${rest}${FIGURE_SPACE.repeat(Math.max(0, columnDecimals - digits))}`;
};
