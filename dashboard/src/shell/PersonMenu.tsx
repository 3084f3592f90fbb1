'use client';

import type { ReactNode, RefObject } from 'react';
import type { Status } from '@/api/types';
import { zoneName } from '@/format/time';
import { Segments } from '@/ui/states';
import { FloatingMenu } from './FloatingMenu';
import { setPreferences, usePreferences } from './preferences';

/** How this browser shows things: theme, density, zone. */
export default function PersonMenu({
  anchor,
  status,
  onKeys,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>;
  status: Status | undefined;
  onKeys: () => void;
  onClose: () => void;
}) {
  const preferences = usePreferences();
  return (
    <FloatingMenu
      anchor={anchor}
      label="How things look"
      side="top"
      align="start"
      width={312}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3 p-3.5">
        <Choice label="Theme">
          <Segments
            label="Theme"
            value={preferences.theme}
            options={[
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
              { value: 'system', label: 'System' },
            ]}
            onChange={(theme) => setPreferences({ theme })}
          />
        </Choice>
        <Choice label="Density">
          <Segments
            label="Density"
            value={preferences.density}
            options={[
              { value: 'comfortable', label: 'Comfortable' },
              { value: 'compact', label: 'Compact' },
            ]}
            onChange={(density) => setPreferences({ density })}
          />
        </Choice>
        <Choice label="Times">
          <Segments
            label="Times"
            value={preferences.utc ? 'utc' : 'zone'}
            options={[
              { value: 'zone', label: status ? zoneName(status.organization.timeZone) : 'Organization' },
              { value: 'utc', label: 'UTC' },
            ]}
            onChange={(value) => setPreferences({ utc: value === 'utc' })}
          />
        </Choice>
        <div className="flex items-center border-t border-line pt-3 text-12 text-ink-3">
          <span className="flex-1">MetaAgent {status?.version ?? ''}</span>
          <button type="button" className="btn sm quiet" onClick={onKeys}>
            All keys <kbd>?</kbd>
          </button>
        </div>
      </div>
    </FloatingMenu>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-3">
      <span className="w-14 flex-none text-12 text-ink-2">{label}</span>
      {children}
    </div>
  );
}
