'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { patch } from '@/api/client';
import type { Organization as Organized } from '@/api/types';
import { clock, zoneName } from '@/format/time';
import { serverNow } from '@/shell/freshness';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { CopyButton, Panel } from '@/ui/states';
import { ChangeDialog, FromTo, LabelledInput, type SectionProps, WhoMay } from './parts';

const ZONES = (() => {
  try {
    return ['UTC', ...Intl.supportedValuesOf('timeZone')];
  } catch {
    return ['UTC'];
  }
})();

const isZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Organization: its name, and the zone of its days and periods. */
export default function Organization({ status, role }: SectionProps) {
  const { organization } = status;
  const [name, setName] = useState(organization.name);
  const [zone, setZone] = useState(organization.timeZone);
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const zones = useId();
  const may = covers(role, 'admin');
  const changed = name.trim() !== organization.name || zone.trim() !== organization.timeZone;
  const wrong = {
    name: name.trim() ? null : 'Enter a name.',
    zone: isZone(zone.trim()) ? null : 'Unknown time zone. Example: Europe/Berlin.',
  };
  const rows: [string, string, string][] = [];
  if (name.trim() !== organization.name) rows.push(['Name', organization.name, name.trim()]);
  if (zone.trim() !== organization.timeZone) rows.push(['Time zone', organization.timeZone, zone.trim()]);
  return (
    <Panel title="Name and time zone">
      <form
        className="pad flex max-w-[720px] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong.name && !wrong.zone) setAsking(true);
        }}
      >
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <LabelledInput label="Name" value={name} disabled={!may} problem={wrong.name} onChange={setName} />
          <LabelledInput
            label="Time zone"
            unit={
              wrong.zone
                ? undefined
                : `now ${clock(serverNow(), zone.trim())} ${zoneName(zone.trim(), serverNow())}`
            }
            value={zone}
            disabled={!may}
            list={zones}
            problem={wrong.zone}
            onChange={setZone}
          />
          <datalist id={zones}>
            {ZONES.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </div>
        <div className="flex items-center gap-2 text-12 text-ink-3">
          <span>Id</span>
          <code className="min-w-0 truncate">{organization.id}</code>
          <CopyButton text={() => organization.id} />
        </div>
        <div className="flex items-center gap-3">
          <button type="submit" className="btn" disabled={!may || !changed || !!wrong.name || !!wrong.zone}>
            Save changes…
          </button>
          {!may && <WhoMay needs="admin" />}
        </div>
      </form>
      {asking && (
        <ChangeDialog
          title={`Change ${organization.name}`}
          what="Times are stored in UTC. The zone decides when a day or a period begins."
          verb="Save changes"
          reasons={['New name', 'Most of us work in this zone']}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            await patch<Organized>('/organization', {
              ...(name.trim() !== organization.name && { name: name.trim() }),
              ...(zone.trim() !== organization.timeZone && { timeZone: zone.trim() }),
              reason,
            });
            await client.invalidateQueries({ queryKey: ['status'] });
            toast({ kind: 'better', title: 'Organization changed' });
          }}
        >
          <FromTo rows={rows} />
        </ChangeDialog>
      )}
    </Panel>
  );
}
