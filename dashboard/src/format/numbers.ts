/** How numbers are written: section 5 of the design. Units never break away from their number. */

export const NBSP = '\u00a0';
const WORD_JOINER = '\u2060';
const MINUS = '−';
export const UNKNOWN = '–';
/** Below this many runs no rate is shown, counts are. */
export const MIN_RUNS = 20;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (n: number): string => grouped.format(n);

/** `1 run`, `2,418 runs`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)}${NBSP}${n === 1 ? one : many}`;

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
export const numberWord = (n: number): string => WORDS[n] ?? count(n);

const fixed = (value: number, digits: number) => {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
};
const signed = (value: number, digits: number) => {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
};

/** `96.2 %`; a share of 1 is `100 %`. */
export function percent(share: number, digits = 1): string {
  const value = share * 100;
  const whole = value === 100 || value === 0;
  return `${fixed(value, whole ? 0 : digits)}${NBSP}%`;
}

/** `±0.8`, half the width of the interval in points. */
export const halfWidth = (low: number, high: number): string => `±${fixed(((high - low) / 2) * 100, 1)}`;

const joined = (a: string, b: string, by: string) => `${a}${NBSP}${by}${WORD_JOINER}${NBSP}${b}`;

/** `63.1 – 81.8`, in percent without the sign. */
export const bounds = (low: number, high: number): string =>
  joined(fixed(low * 100, 1), fixed(high * 100, 1), '–');

/** `−24.7 pts`: a difference of two rates. */
export const points = (difference: number): string => `${signed(difference * 100, 1)}${NBSP}pts`;

/** `−35.1 to −16.4`: bounds that can be negative. */
export const signedBounds = (low: number, high: number): string =>
  joined(signed(low * 100, 1), signed(high * 100, 1), 'to');

/** `9 ms`, `0.42 s`, `12.4 s`, `1 min 24 s`, `5 h`. */
export function duration(ms: number): string {
  const u = (n: number | string, unit: string) => `${n}${NBSP}${unit}`;
  if (ms < 0) return MINUS + duration(-ms);
  if (ms > 0 && ms < 1) return u('<1', 'ms');
  if (ms < 99.5) return u(Math.round(ms), 'ms');
  const seconds = ms / 1000;
  if (seconds < 9.995) return u(seconds.toFixed(2), 's');
  if (seconds < 59.95) return u(seconds.toFixed(1), 's');
  const whole = Math.round(seconds);
  const pair = (a: number, x: string, b: number, y: string) =>
    b === 0 ? u(a, x) : `${u(a, x)}${NBSP}${u(b, y)}`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A quantile or a limit, `3.9 s`: tenths are as much as it means; whole numbers stay whole. */
export function latency(ms: number): string {
  if (ms < 999.5) return ms < 99.5 ? duration(ms) : `${(ms / 1000).toFixed(2)}${NBSP}s`;
  if (ms >= 59_950) return duration(ms);
  const text = (ms / 1000).toFixed(1);
  return `${text}${NBSP}s`;
}

/** An objective: `98 %`, `99.5 %`. */
export const objective = (share: number): string => `${Number((share * 100).toFixed(2))}${NBSP}%`;

/** A time that is still running, in whole seconds: `2 s`, `1 min 24 s`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds}${NBSP}s` : duration(seconds * 1000);
}

/** A duration for sentences, one unit only: `55 min`, `5 h`. */
export function roughly(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))}${NBSP}s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}${NBSP}min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)}${NBSP}h`;
  return `${Math.round(seconds / 86_400)}${NBSP}d`;
}

/** `0.4 s`, the age of data: tenths below ten seconds. */
export const age = (ms: number): string => (ms < 9_950 ? `${(ms / 1000).toFixed(1)}${NBSP}s` : roughly(ms));

/** `1,842`, from 100,000 on `1.24 M`. */
export const tokens = (n: number): string => (n < 100_000 ? count(n) : `${(n / 1e6).toFixed(2)}${NBSP}M`);

/** `1,842 → 298`, what went in and what came out; a side that was not sent is `–`, never 0. */
export const tokenPair = (input: number | null, output: number | null): string =>
  `${input === null ? UNKNOWN : tokens(input)} → ${output === null ? UNKNOWN : tokens(output)}`;

/** Rounds a decimal string half away from zero, without ever passing through a float. */
export function roundDecimal(
  text: string,
  digits: number,
): { negative: boolean; whole: string; part: string } {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match) throw new Error(`not a decimal: ${text}`);
  const exponent = Number(match[4] ?? 0);
  let whole = match[2] || '0';
  let part = match[3] ?? '';
  if (exponent > 0) {
    part = part.padEnd(exponent, '0');
    whole += part.slice(0, exponent);
    part = part.slice(exponent);
  } else if (exponent < 0) {
    whole = whole.padStart(1 - exponent, '0');
    part = whole.slice(exponent) + part;
    whole = whole.slice(0, exponent);
  }
  let scaled = BigInt(whole + part.slice(0, digits).padEnd(digits, '0'));
  if ((part[digits] ?? '0') >= '5') scaled += 1n;
  const padded = scaled.toString().padStart(digits + 1, '0');
  return {
    negative: match[1] === '-' && scaled !== 0n,
    whole: padded.slice(0, padded.length - digits),
    part: digits ? padded.slice(-digits) : '',
  };
}

/** The sum of two decimal strings that are not negative, exact. */
export function addDecimals(a: string, b: string): string {
  const digits = 18;
  const scaled = (text: string) => {
    const { whole, part } = roundDecimal(text, digits);
    return BigInt(whole + part);
  };
  const sum = (scaled(a) + scaled(b)).toString().padStart(digits + 1, '0');
  return `${sum.slice(0, -digits)}.${sum.slice(-digits)}`.replace(/\.?0+$/, '');
}

const isZero = (usd: string) => /^-?[0.]+([eE][+-]?\d+)?$/.test(usd.trim());

function dollars(usd: string, digits: number): string {
  const { negative, whole, part } = roundDecimal(usd, digits);
  return `${negative ? MINUS : ''}$${grouped.format(BigInt(whole))}${part ? `.${part}` : ''}`;
}

/** `$0.0184` per run: four decimals below one dollar, two above; what rounds to nothing says so. */
export function moneyPerRun(usd: string): string {
  if (isZero(usd)) return '$0.0000';
  const { negative, whole, part } = roundDecimal(usd, 4);
  if (whole !== '0') return dollars(usd, 2);
  if (part === '0000') return negative ? dollars(usd, 8) : '<$0.0001';
  return dollars(usd, 4);
}

/** `$2,391.84`. */
export const moneyLedger = (usd: string): string => dollars(usd, 2);

/** `$3,012` in sums; cents below a thousand, four decimals below a dollar. */
export function moneySum(usd: string): string {
  if (isZero(usd)) return '$0.00';
  const { whole } = roundDecimal(usd, 4);
  if (whole === '0') return moneyPerRun(usd);
  return dollars(usd, BigInt(whole) >= 1000n ? 0 : 2);
}

/** A float of a decimal string, for drawing only: never shown, never summed. */
export const forChart = (usd: string | null | undefined): number | null =>
  usd === null || usd === undefined ? null : Number(usd);

/** `4bf92f35…4736`: ids are cut in the middle. */
export const shortId = (id: string): string => (id.length <= 14 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`);

/** Cuts at the end, at a word where one is near. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  return `${(space > limit * 0.7 ? head.slice(0, space) : head).trimEnd()}…`;
}
