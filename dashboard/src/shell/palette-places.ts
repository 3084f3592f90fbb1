import { useMemo } from 'react';
import { useAgents, useFleet, useStatus, useViews } from '@/api/queries';
import type { Agent, Fleet } from '@/api/types';
import { plural } from '@/format/numbers';
import { since } from '@/format/time';
import { wordOfAgent } from '@/ui/StatusGlyph';
import { useZone } from '@/ui/values';
import { href } from './address';
import type { Command } from './commands';
import { serverNow } from './freshness';
import { mayOpen, SECTIONS } from './sections';

const PLACES: Command[] = [
  { id: 'fleet', icon: 'fleet', title: 'Fleet', key: 'G F', href: '/fleet' },
  { id: 'executions', icon: 'executions', title: 'Executions', key: 'G X', href: '/executions' },
  {
    id: 'approvals',
    icon: 'approvals',
    title: 'Approvals',
    detail: 'tool calls that wait; stop and resume',
    words: 'approve deny decide govern stopped fleet',
    key: 'G A',
    href: '/approvals',
  },
  {
    id: 'tool-rules',
    icon: 'guard',
    title: 'Tool rules',
    detail: 'rules and limits of all agents',
    words: 'govern allow deny ask redact limits policy fleet',
    key: 'G T',
    href: '/tool-rules',
  },
  {
    id: 'register',
    icon: 'register',
    title: 'Register',
    detail: 'what each agent is for, and how it was reviewed',
    words: 'review audit owner risk purpose govern compliance data classes',
    key: 'G R',
    href: '/register',
  },
  {
    id: 'failed',
    icon: 'executions',
    title: 'Failed runs',
    detail: 'of all agents, last 24 hours',
    href: '/executions?failed=true',
  },
  {
    id: 'expensive',
    icon: 'executions',
    title: 'Most expensive agents',
    detail: 'last 24 hours',
    words: 'cost group by spend dearest',
    href: '/executions?by=agent&sort=-costUsd',
  },
  {
    id: 'users',
    icon: 'executions',
    title: 'Runs by user',
    detail: 'last 24 hours',
    words: 'cost group',
    href: '/executions?by=user&sort=-costUsd',
  },
  {
    id: 'slowest',
    icon: 'executions',
    title: 'Slowest runs',
    detail: 'last 24 hours',
    words: 'duration sort latency',
    href: '/executions?sort=-durationMs',
  },
  { id: 'connect', icon: 'connect', title: 'Connect an agent', key: 'G C', href: '/connect' },
  { id: 'settings', icon: 'settings', title: 'Settings', key: 'G S', href: '/settings' },
];

/** Agents listed of those that fit. */
const MOST_AGENTS = 6;

type Need = Fleet['needsYou'][number];

/** How an agent does, and since when where something is wrong. */
const stateOf = (agent: Agent, need: Need | undefined, zone: string): string =>
  need?.since
    ? `${wordOfAgent(agent.status)} since ${since(need.since, zone, serverNow())}`
    : wordOfAgent(agent.status);

/** Agents, saved views, pages and sections of Settings. */
export function usePlaces(query: string): Command[] {
  const agents = useAgents({ q: query || undefined, limit: 8 }).data?.items;
  const needs = useFleet({ from: '-6h', to: null }, 0).data?.needsYou;
  const views = useViews().data?.items;
  const role = useStatus().data?.principal.role;
  const zone = useZone();
  return useMemo(() => {
    const named = (agents ?? [])
      .filter((agent) => agent.name.toLowerCase().includes(query.toLowerCase()))
      .slice(0, MOST_AGENTS);
    const needOf = (agent: Agent) => needs?.find((need) => need.agent.id === agent.id);
    return [
      ...named.map(
        (agent): Command => ({
          id: `agent-${agent.id}`,
          icon: 'agent',
          title: agent.name,
          detail: `agent · ${stateOf(agent, needOf(agent), zone)}`,
          href: href('/agent', { id: agent.id }),
        }),
      ),
      ...named.flatMap((agent) => failedRuns(agent, needOf(agent), query, zone)),
      ...(views ?? []).map(
        (view): Command => ({
          id: `view-${view.id}`,
          icon: 'bookmark',
          title: view.name,
          detail: 'saved view',
          href: `/${view.page.replace(/^\//, '')}${view.query ? `?${view.query.replace(/^\?/, '')}` : ''}`,
        }),
      ),
      ...PLACES,
      ...SECTIONS.filter((section) => mayOpen(section, role)).map(
        (section): Command => ({
          id: `settings-${section.id}`,
          icon: 'settings',
          title: `Settings: ${section.name}`,
          detail: section.about,
          href: href('/settings', { section: section.id }),
        }),
      ),
    ];
  }, [agents, needs, views, role, zone, query]);
}

/** The failed runs of an agent that somebody asked for and that fails. */
function failedRuns(agent: Agent, need: Need | undefined, query: string, zone: string): Command[] {
  if (!query || agent.status !== 'failing') return [];
  return [
    {
      id: `failed-${agent.id}`,
      icon: 'executions',
      title: `Failed runs of ${agent.name}`,
      detail: need?.since
        ? `${plural(need.windowFailed, 'run')}, failing since ${since(need.since, zone, serverNow())}`
        : undefined,
      words: query,
      href: href('/executions', { agent: agent.id, failed: 'true', from: need?.since }),
    },
  ];
}
