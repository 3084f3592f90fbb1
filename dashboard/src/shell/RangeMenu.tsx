'use client';

import { type RefObject, useState } from 'react';
import { moment, PRESETS, type Range } from '@/api/time-range';
import { zoneName, zoneOffset } from '@/format/time';
import { Icon } from '@/ui/icons';
import { useZone } from '@/ui/values';
import { useAddress } from './address';
import { FloatingMenu } from './FloatingMenu';
import { serverNow } from './freshness';

/** `2026-11-24 14:31` in the zone of the page: written the same everywhere, unlike by a picker of the browser. */
const toField = (time: number, zone: string) =>
  new Date(time + zoneOffset(time, zone)).toISOString().slice(0, 16).replace('T', ' ');

const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})$/;
/** The moment that was written, or null where it is no time. */
function fromField(text: string, zone: string): number | null {
  const [, date, time] = WRITTEN.exec(text.trim()) ?? [];
  const local = date && time ? Date.parse(`${date}T${time.padStart(5, '0')}:00Z`) : Number.NaN;
  return Number.isNaN(local) ? null : local - zoneOffset(local, zone);
}

/** The ranges one can choose, and two fields for any other. */
export default function RangeMenu({
  range,
  anchor,
  onClose,
}: {
  range: Range;
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { change } = useAddress();
  const zone = useZone();
  const [custom, setCustom] = useState<{ from: string; to: string } | null>(null);
  const choose = (from: string, to: string | null) => {
    change({ from, to }, 'push');
    onClose();
  };
  const now = serverNow();
  const fields = custom ?? {
    from: toField(moment(range.from, now) ?? now - 86_400_000, zone),
    to: toField(moment(range.to, now) ?? now, zone),
  };
  const ends = { from: fromField(fields.from, zone), to: fromField(fields.to, zone) };
  const wrong =
    !fields.from || !fields.to
      ? 'Enter both ends.'
      : ends.from === null || ends.to === null
        ? 'Write a time as 2026-11-24 14:31.'
        : ends.from >= ends.to
          ? 'The end is before the start.'
          : null;
  return (
    <FloatingMenu anchor={anchor} label="Time range" align="end" width={280} onClose={onClose}>
      <div className="p-1.5">
        {PRESETS.map((preset) => (
          <button
            key={preset.from}
            type="button"
            className="menu-item"
            aria-current={range.from === preset.from && range.to === null}
            onClick={() => choose(preset.from, null)}
          >
            <span className="flex-1">{preset.label}</span>
            {range.from === preset.from && range.to === null && <Icon name="check" size={14} />}
          </button>
        ))}
        <form
          className="mt-1.5 flex flex-col gap-2 border-t border-line px-2.5 pt-2.5 pb-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (ends.from !== null && ends.to !== null && !wrong)
              choose(new Date(ends.from).toISOString(), new Date(ends.to).toISOString());
          }}
        >
          {(['from', 'to'] as const).map((name) => (
            <label key={name} className="flex items-center gap-2 text-12 text-ink-2">
              <span className="w-9">{name === 'from' ? 'From' : 'To'}</span>
              <input
                type="text"
                inputMode="numeric"
                className="field"
                value={fields[name]}
                aria-invalid={!!wrong}
                onChange={(event) => setCustom({ ...fields, [name]: event.target.value })}
              />
            </label>
          ))}
          {wrong && <span className="text-12 text-bad">{wrong}</span>}
          <div className="flex items-center">
            <span className="text-11 text-ink-3">{zoneName(zone, now)}</span>
            <span className="flex-1" />
            <button type="submit" className="btn sm" disabled={!!wrong}>
              Show
            </button>
          </div>
        </form>
      </div>
    </FloatingMenu>
  );
}
