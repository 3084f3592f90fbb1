/** How times are written, in a zone that is given. */

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    } catch {
      made = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hourCycle: 'h23', ...options });
    }
    formats.set(key, made);
  }
  return made;
}

export type Instantish = string | number;
const at = (time: Instantish) => (typeof time === 'number' ? time : Date.parse(time));

/** `13:36`. */
export const clock = (time: Instantish, zone: string): string =>
  format(zone, { hour: '2-digit', minute: '2-digit' }).format(at(time));

/** `14:31:06`. */
export const clockSeconds = (time: Instantish, zone: string): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at(time));

/** `14:31:06.218`. */
export const clockMillis = (time: Instantish, zone: string): string =>
  `${clockSeconds(time, zone)}.${String(((at(time) % 1000) + 1000) % 1000).padStart(3, '0')}`;

/** `18 Nov`. */
export const day = (time: Instantish, zone: string): string =>
  format(zone, { day: 'numeric', month: 'short' }).format(at(time)).replace('Sept', 'Sep');

/** `Tue 24 Nov`. */
export const weekday = (time: Instantish, zone: string): string =>
  format(zone, { weekday: 'short', day: 'numeric', month: 'short' })
    .format(at(time))
    .replace(',', '')
    .replace('Sept', 'Sep');

/** `Tue 24 Nov 2026, 14:31:06.218 UTC`: what a hover shows. */
export const full = (time: Instantish, zone: string): string =>
  `${format(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(at(time))
    .replace(',', '')
    .replace('Sept', 'Sep')}, ${clockMillis(time, zone)} ${zoneName(zone, at(time))}`;

/** `UTC`, `CET`: the zone's own short name at that time. */
export function zoneName(zone: string, time: number = Date.now()): string {
  const parts = format(zone, { timeZoneName: 'short' }).formatToParts(time);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

const dayKey = (time: Instantish, zone: string) =>
  format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at(time));

const DAY_MS = 86_400_000;
const shortDay = (time: Instantish, zone: string) => format(zone, { weekday: 'short' }).format(at(time));

/** `13:36:12` today, `Mon 23:10:05` while younger than a day, `Mon 15:20` within a week, `18 Nov` before that. */
export function since(time: Instantish, zone: string, now: number): string {
  const age = now - at(time);
  const young = age < DAY_MS;
  const written = young ? clockSeconds(time, zone) : clock(time, zone);
  if (dayKey(time, zone) === dayKey(now, zone)) return written;
  if (age >= 0 && age < 6 * DAY_MS) return `${shortDay(time, zone)} ${written}`;
  const year = (instant: Instantish) => format(zone, { year: 'numeric' }).format(at(instant));
  return year(time) === year(now)
    ? day(time, zone)
    : format(zone, { day: 'numeric', month: 'short', year: 'numeric' })
        .format(at(time))
        .replace('Sept', 'Sep');
}

/** `14:31:06.218`, with the day in front when it is not today. */
export const stamp = (time: Instantish, zone: string, now: number): string =>
  dayKey(time, zone) === dayKey(now, zone)
    ? clockMillis(time, zone)
    : `${day(time, zone)} ${clockSeconds(time, zone)}`;

/** Times for an axis: whole steps between `from` and `to`, about `wanted` of them. */
export function timeTicks(
  from: number,
  to: number,
  wanted: number,
  zone: string,
  dayZone: string = zone,
): { at: number; label: string }[] {
  const minute = 60_000;
  const hour = 60 * minute;
  const steps = [1, 2, 5, 10, 15, 30].map((m) => m * minute);
  steps.push(...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720].map((h) => h * hour));
  const step = steps.find((s) => (to - from) / s <= wanted) ?? 2160 * hour;
  const days = step >= 24 * hour;
  const offset = zoneOffset(from, days ? dayZone : zone);
  const ticks = [];
  for (let t = Math.ceil((from + offset) / step) * step - offset; t <= to; t += step) {
    ticks.push({ at: t, label: days ? day(t, dayZone) : clock(t, zone) });
  }
  return ticks;
}

/** Milliseconds that local time is ahead of UTC. */
export function zoneOffset(time: number, zone: string): number {
  const parts = Object.fromEntries(
    format(zone, {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(time)
      .map((part) => [part.type, Number(part.value)]),
  ) as Record<string, number>;
  const local = Date.UTC(
    parts.year ?? 1970,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  );
  return local - Math.floor(time / 1000) * 1000;
}
