'use client';

import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { moment, PRESETS, type Range } from '@/api/time-range';
import { clock, day } from '@/format/time';
import { Icon } from '@/ui/icons';
import { useZone } from '@/ui/values';
import { serverNow } from './freshness';
import { useKeys } from './keys';

const RangeMenu = dynamic(() => import('./RangeMenu'), { ssr: false });

function labelOf(range: Range, zone: string, now: number): string {
  const preset = range.to === null ? PRESETS.find((p) => p.from === range.from) : undefined;
  if (preset) return preset.label;
  const relative = /^-(\d+)([smhd])$/.exec(range.from);
  if (relative && range.to === null) {
    const unit = { s: 'second', m: 'minute', h: 'hour', d: 'day' }[relative[2] ?? 'h'];
    return `Last ${relative[1]} ${unit}${relative[1] === '1' ? '' : 's'}`;
  }
  const from = moment(range.from, now);
  const to = moment(range.to, now) ?? now;
  if (from === null) return 'All time';
  const sameDay = day(from, zone) === day(to, zone);
  const start = `${day(from, zone) === day(now, zone) ? '' : `${day(from, zone)} `}${clock(from, zone)}`;
  const end = range.to === null ? 'now' : `${sameDay ? '' : `${day(to, zone)} `}${clock(to, zone)}`;
  return `${start} – ${end}`;
}

/** The length of a range that ends now, for small screens; any other as it is. */
const shortOf = (range: Range, label: string): string =>
  (range.to === null && PRESETS.find((p) => p.from === range.from)?.short) || label.replace(/^Last /, '');

/** The time range of the page; it lives in the address. */
export function TimeRange({ range }: { range: Range }) {
  const zone = useZone();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  useKeys([{ key: 't', does: 'time range', run: () => setOpen(true) }]);
  const label = labelOf(range, zone, serverNow());
  return (
    <>
      <button
        type="button"
        ref={anchor}
        className="sel"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`Time range: ${label}`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="clock" size={14} />
        <b className="only-wide" suppressHydrationWarning>
          {label}
        </b>
        <b className="narrow-inline" suppressHydrationWarning>
          {shortOf(range, label)}
        </b>
        <Icon name="down" size={12} />
      </button>
      {open && <RangeMenu range={range} anchor={anchor} onClose={() => setOpen(false)} />}
    </>
  );
}
