import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { get, type Query } from '@/api/client';
import { useGroupValues } from '@/api/queries';
import type { Execution, Groups, List } from '@/api/types';
import { plural, shortId } from '@/format/numbers';
import { since } from '@/format/time';
import { outcomeOf, wordOfOutcome } from '@/ui/StatusGlyph';
import { useZone } from '@/ui/values';
import { href } from './address';
import type { Command } from './commands';
import { serverNow } from './freshness';

/** Typing rests this long before the server is asked. */
const REST_MS = 180;
const LEAST_LETTERS = 2;
/** How far back runs are looked for. */
const BACK = '-7d';
const DAY = { from: '-24h', to: null };
const MOST = 5;
const TRACE = /^[0-9a-f]{32}(-[0-9a-f]{16})?$/i;

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** Runs that meet a condition; a question that this person may not ask finds nothing. */
const runs = (query: Query, signal: AbortSignal): Promise<Execution[]> =>
  get<List<Execution>>('/executions', { from: BACK, ...query }, signal).then(
    (page) => page.items,
    () => [],
  );

/** What has exactly this name, and runs that hold the text. */
async function ask(text: string, signal: AbortSignal) {
  const [user, session, holding] = await Promise.all([
    runs({ userId: text, limit: 1 }, signal),
    runs({ sessionId: text, limit: 1 }, signal),
    runs({ q: text, limit: MOST }, signal),
  ]);
  return { user, session, holding };
}

/** A kind of group that is found by its name: the parameter of the list, and how it is listed. */
interface Kind {
  param: string;
  title: (name: string) => string;
}
const USER: Kind = { param: 'userId', title: (name) => `Runs of user ${name}` };
const PROMPT: Kind = { param: 'promptVersion', title: (name) => `Runs with prompt ${name}` };
const VERSION: Kind = { param: 'version', title: (name) => `Runs of version ${name}` };

const listed = (kind: Kind, name: string, detail: string): Command => ({
  id: `${kind.param}-${name}`,
  icon: 'executions',
  title: kind.title(name),
  detail,
  href: href('/executions', { [kind.param]: name }),
});

const named = (kind: Kind, groups: Groups | undefined, query: string): Command[] =>
  (groups?.items ?? [])
    .filter(({ key }) => key?.toLowerCase().includes(query.toLowerCase()))
    .slice(0, MOST)
    .map(({ key, executions }) => listed(kind, key ?? '', `${plural(executions, 'run')} in 24 h`));

/** Runs, users, sessions and versions by what is typed. */
export function useFound(query: string): Command[] {
  const zone = useZone();
  const rested = useRested(query);
  const wanted = rested.length >= LEAST_LETTERS;
  const users = useGroupValues(wanted ? 'user' : undefined, DAY).data;
  const prompts = useGroupValues(wanted ? 'promptVersion' : undefined, DAY).data;
  const versions = useGroupValues(wanted ? 'version' : undefined, DAY).data;
  const asked = useQuery({
    queryKey: ['find', rested],
    queryFn: ({ signal }) => ask(rested, signal),
    enabled: wanted,
    staleTime: 10_000,
  }).data;
  return useMemo(() => {
    if (query.length < LEAST_LETTERS) return [];
    const current = rested === query ? asked : undefined;
    const known = named(USER, users, query);
    const user = current?.user[0]?.userId;
    return [
      ...(TRACE.test(query) ? [byId(query)] : []),
      ...known,
      ...(user && !known.some((each) => each.id === `userId-${user}`)
        ? [listed(USER, user, 'last 7 days')]
        : []),
      ...(current?.session ?? []).map(sessionOf),
      ...named(PROMPT, prompts, query),
      ...named(VERSION, versions, query),
      ...(current?.holding ?? []).map((run) => runOf(run, zone)),
    ];
  }, [query, rested, asked, users, prompts, versions, zone]);
}

const byId = (id: string): Command => ({
  id: 'trace',
  icon: 'executions',
  title: `Run ${shortId(id)}`,
  detail: 'by its id',
  href: href('/execution', { id: id.toLowerCase() }),
});

const sessionOf = ({ sessionId }: Execution): Command => ({
  id: `session-${sessionId}`,
  icon: 'executions',
  title: `Session ${sessionId}`,
  detail: 'its runs in order',
  href: href('/session', { id: sessionId }),
});

const runOf = (run: Execution, zone: string): Command => ({
  id: `run-${run.id}`,
  icon: 'executions',
  title: run.subject ?? run.name ?? run.agent.name,
  detail: `${run.agent.name} · ${wordOfOutcome(outcomeOf(run))} · ${since(run.startedAt, zone, serverNow())}`,
  href: href('/execution', { id: run.id }),
});
