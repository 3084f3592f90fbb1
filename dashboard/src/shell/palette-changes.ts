import { useMemo } from 'react';
import { useOrganizations, useStatus } from '@/api/queries';
import { PRESETS } from '@/api/time-range';
import { href, useAddress } from './address';
import type { Command } from './commands';
import { setPaused, usePaused } from './freshness';
import { enterOrganization } from './organization';
import { type Preferences, setPreferences, usePreferences } from './preferences';
import { covers } from './sections';
import { toast } from './toasts';

const THEMES: { theme: Preferences['theme']; name: string; words?: string }[] = [
  { theme: 'dark', name: 'dark' },
  { theme: 'light', name: 'light' },
  { theme: 'system', name: 'as the system', words: 'automatic' },
];
const DENSITIES: Preferences['density'][] = ['comfortable', 'compact'];
/** Pages that show a range of time. */
const RANGED = /^\/(fleet|executions|agent)(\.html)?\/?$/;

async function enter(id: string) {
  try {
    await enterOrganization(id, '/fleet');
  } catch {
    toast({ kind: 'warn', title: 'The organization was not changed' });
  }
}

/** What the menus change: how things look, the time range, the organization, who has access. */
export function useChanges(onKeys: () => void): Command[] {
  const { path, params, change } = useAddress();
  const preferences = usePreferences();
  const paused = usePaused();
  const organizations = useOrganizations().data?.items;
  const role = useStatus().data?.principal.role;
  const from = params.get('from');
  return useMemo(() => {
    const { theme, density, utc } = preferences;
    return [
      ...THEMES.filter((each) => each.theme !== theme).map(
        ({ theme: to, name, words }): Command => ({
          id: `theme-${to}`,
          icon: 'settings',
          title: `Theme: ${name}`,
          words: `colours appearance mode ${words ?? ''}`,
          run: () => setPreferences({ theme: to }),
        }),
      ),
      ...DENSITIES.filter((each) => each !== density).map(
        (to): Command => ({
          id: `density-${to}`,
          icon: 'settings',
          title: `Density: ${to}`,
          words: 'rows spacing',
          run: () => setPreferences({ density: to }),
        }),
      ),
      {
        id: 'utc',
        icon: 'clock',
        title: utc ? 'Times in your time zone' : 'Times in UTC',
        words: 'timezone clock',
        key: 'U',
        run: () => setPreferences({ utc: !utc }),
      },
      ...(RANGED.test(path) ? PRESETS : [])
        .filter((preset) => preset.from !== from)
        .map(
          (preset): Command => ({
            id: `range-${preset.from}`,
            icon: 'clock',
            title: `Time range: ${preset.label.replace(/^L/, 'l')}`,
            words: `period since ${preset.short}`,
            run: () => change({ from: preset.from, to: null }, 'push'),
          }),
        ),
      {
        id: 'pause',
        icon: paused ? 'play' : 'pause',
        title: paused ? 'Resume live updates' : 'Pause live updates',
        words: 'stop refresh',
        run: () => setPaused(!paused),
      },
      ...(organizations ?? [])
        .filter((each) => !each.current)
        .map(
          (each): Command => ({
            id: `organization-${each.id}`,
            icon: 'agent',
            title: `Switch to ${each.name}`,
            detail: 'organization',
            words: 'tenant workspace example',
            run: () => void enter(each.id),
          }),
        ),
      ...(covers(role, 'admin')
        ? [
            {
              id: 'invite',
              icon: 'agent' as const,
              title: 'Invite a member…',
              words: 'user person access team add',
              href: href('/settings', { section: 'members', do: 'invite' }),
            },
            {
              id: 'create-key',
              icon: 'settings' as const,
              title: 'Create an API key…',
              words: 'token secret new',
              href: href('/settings', { section: 'keys', do: 'create' }),
            },
          ]
        : []),
      { id: 'keys', icon: 'keyboard', title: 'All keys', words: 'shortcuts help', key: '?', run: onKeys },
    ];
  }, [preferences, paused, organizations, role, path, from, change, onKeys]);
}
