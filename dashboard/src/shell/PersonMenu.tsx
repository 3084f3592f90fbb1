'use client';

import { type ReactNode, type RefObject, useState } from 'react';
import { ApiError, remove } from '@/api/client';
import { useOrganizations } from '@/api/queries';
import type { Status } from '@/api/types';
import { zoneName } from '@/format/time';
import { Icon } from '@/ui/icons';
import { Segments } from '@/ui/states';
import { FloatingMenu } from './FloatingMenu';
import { enterOrganization } from './organization';
import { setPreferences, usePreferences } from './preferences';
import { roleName } from './sections';
import { setLeaving } from './sign-in';

const METHODS = {
  local: 'local mode, no sign-in',
  key: 'API key',
  password: 'signed in with a password',
  jwt: 'signed in through your identity provider',
};

/** Who we are, in which organization, and how this browser shows things. */
export default function PersonMenu({
  anchor,
  status,
  side,
  onKeys,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>;
  status: Status | undefined;
  side: 'top' | 'bottom';
  onKeys: () => void;
  onClose: () => void;
}) {
  const preferences = usePreferences();
  const method = status?.principal.method;
  const session = method === 'password' || method === 'jwt';
  return (
    <FloatingMenu
      anchor={anchor}
      label="Account and appearance"
      side={side}
      align={side === 'top' ? 'start' : 'end'}
      width={312}
      onClose={onClose}
    >
      {status && (
        <div className="flex items-center gap-3 border-b border-line px-3.5 py-3 text-12">
          <span className="min-w-0 flex-1">
            <span className="block truncate text-13 font-medium">{status.principal.name}</span>
            <span className="block truncate text-ink-3">
              {roleName(status.principal.role)}
              {method ? ` · ${METHODS[method]}` : ''}
            </span>
          </span>
          {session && <SignOut />}
        </div>
      )}
      <Organizations />
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
          <Times days={status?.organization.timeZone} />
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

/** Where this person may work; shown only where there is a choice. */
function Organizations() {
  const organizations = useOrganizations();
  const [error, setError] = useState<string | null>(null);
  const list = organizations.data?.items ?? [];
  if (list.length < 2) return null;
  const enter = async (id: string) => {
    try {
      await enterOrganization(id, '/fleet');
    } catch (cause) {
      setError(cause instanceof ApiError ? cause.message : 'The organization was not changed.');
    }
  };
  return (
    <div className="border-b border-line p-1.5" role="group" aria-label="Organization">
      {list.map((organization) => (
        <button
          key={organization.id}
          type="button"
          className="menu-item"
          aria-current={organization.current ? 'true' : undefined}
          onClick={() => (organization.current ? undefined : void enter(organization.id))}
        >
          <span className="min-w-0 flex-1 truncate">{organization.name}</span>
          {organization.simulated && <span className="pill acc">Simulated</span>}
          {organization.current && <Icon name="check" size={14} />}
        </button>
      ))}
      {error && (
        <p className="px-2.5 py-1 text-12 text-bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** Times in the zone of this browser or in UTC, where the two differ; days begin where the organization's do. */
function Times({ days }: { days: string | undefined }) {
  const { utc } = usePreferences();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = zoneName(own);
  return (
    <span className="flex min-w-0 flex-col gap-1">
      {name === 'UTC' ? (
        <span className="text-12 text-ink-2">UTC, as this browser</span>
      ) : (
        <Segments
          label="Times"
          value={utc ? 'utc' : 'zone'}
          options={[
            { value: 'zone', label: `${name}, as this browser` },
            { value: 'utc', label: 'UTC' },
          ]}
          onChange={(value) => setPreferences({ utc: value === 'utc' })}
        />
      )}
      {days && days !== own && !(name === 'UTC' && days === 'UTC') && (
        <span className="text-11 text-ink-3">days begin in {days}</span>
      )}
    </span>
  );
}

function SignOut() {
  const [failed, setFailed] = useState(false);
  return (
    <button
      type="button"
      className="btn sm"
      title={failed ? 'The server did not answer. You are still signed in.' : undefined}
      onClick={async () => {
        try {
          await remove('/session');
          setLeaving(true);
          window.location.assign('/sign-in?out=1');
        } catch {
          setFailed(true);
        }
      }}
    >
      {failed ? 'Try again' : 'Sign out'}
    </button>
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
