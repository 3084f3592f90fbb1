'use client';

import { type RefObject, useState } from 'react';
import { moment, PRESETS, type Range } from '@/api/time-range';
import { zoneName, zoneOffset } from '@/format/time';
import { Icon } from '@/ui/icons';
import { useZone } from '@/ui/values';
import { useAddress } from './address';
import { FloatingMenu } from './FloatingMenu';
import { serverNow } from './freshness';

/** `2026-11-24T14:31`, as an input of type datetime-local wants it, in the zone of the page. */
const toField = (time: number, zone: string) =>
  new Date(time + zoneOffset(time, zone)).toISOString().slice(0, 16);
const fromField = (text: string, zone: string) => {
  const local = Date.parse(`${text}:00Z`);
  return new Date(local - zoneOffset(local, zone)).toISOString();
};

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
  const wrong =
    !fields.from || !fields.to
      ? 'Both ends are needed.'
      : fields.from >= fields.to
        ? 'The end lies before the start.'
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
            if (!wrong) choose(fromField(fields.from, zone), fromField(fields.to, zone));
          }}
        >
          {(['from', 'to'] as const).map((name) => (
            <label key={name} className="flex items-center gap-2 text-12 text-ink-2">
              <span className="w-9">{name === 'from' ? 'From' : 'To'}</span>
              <input
                type="datetime-local"
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
