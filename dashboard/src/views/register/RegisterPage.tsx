'use client';

import { useMemo } from 'react';
import { address, type Query } from '@/api/client';
import { useStatus } from '@/api/queries';
import { useRegister } from '@/api/register';
import { count } from '@/format/numbers';
import { useAddress, useAddressValue } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { useHydrated } from '@/shell/hydrated';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { EmptyState, Region } from '@/ui/states';
import { Answer } from '@/ui/values';
import { EntryPanel } from './EntryPanel';
import { RegisterTable } from './RegisterTable';
import { RISKS, sentence } from './words';

const SORTS: Record<string, string> = {
  review: 'what needs a review first',
  name: 'by name',
  '-risk': 'highest risk first',
  '-newUses': 'most new first',
  reviewedUntil: 'soonest to end first',
};

/** What the address asks for, as the server takes it. */
function queryOf(params: URLSearchParams): Query {
  const review = params.get('review');
  return {
    risk: params.get('risk'),
    team: params.get('team'),
    review: review === 'overdue' ? null : review,
    overdue: review === 'overdue' ? true : null,
    archived: params.get('archived') === 'true' ? true : null,
  };
}

/** Register: what is each agent for, who has looked at it, and what is new since? */
export function RegisterPage() {
  const { params, change } = useAddress();
  const role = useStatus().data?.principal.role;
  const hydrated = useHydrated();
  const [id, choose] = useAddressValue('sel');
  const sort = params.get('sort') ?? 'review';
  const query = useMemo(() => ({ ...queryOf(params), sort }), [params, sort]);
  const rows = useRegister(query);
  const all = useRegister({ sort: 'review' });
  const list = rows.data ?? [];
  const filters = ['review', 'risk', 'team', 'archived'].filter((key) => params.get(key));
  const clear = () => change({ review: null, risk: null, team: null, archived: null });
  const move = (by: number) => {
    const at = list.findIndex((entry) => entry.agent.id === id);
    const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
    if (next) choose(next.agent.id);
  };
  const exported = (format: string) => address('/register/export', { ...query, format });
  useKeys([
    { key: 'j', does: 'next agent', run: () => move(1) },
    { key: 'k', does: 'previous agent', run: () => move(-1) },
    { key: 'Escape', does: 'close the entry', run: () => choose(null) },
  ]);
  useCommands('Do, on this page', [
    {
      id: 'overdue',
      icon: 'register',
      title: 'Show what is overdue',
      run: () => change({ review: 'overdue' }),
    },
    {
      id: 'export-csv',
      icon: 'register',
      title: 'Export the register as CSV',
      words: 'download audit',
      href: exported('csv'),
    },
  ]);
  const said = hydrated && all.data ? sentence(all.data) : null;
  return (
    <Page crumbs={['Govern', 'Register']}>
      <Answer
        sub="What each agent is for, who answers for it, how it was reviewed, and what it uses that no review has seen"
        actions={
          <>
            <a className="btn" href={exported('csv')} download>
              Export CSV
            </a>
            <a className="btn" href={exported('json')} download>
              Export JSON
            </a>
          </>
        }
      >
        {said ? (
          <>
            {said.wrong} <span className="q">{said.quiet}</span>
          </>
        ) : (
          <span className="q">Register</span>
        )}
      </Answer>
      <div className="register" data-open={!!id || undefined}>
        <section className="panel" aria-label="Agents">
          <div className="head tall">
            <Filters params={params} change={change} teams={teamsOf(all.data)} />
            <span className="flex-1" />
            <select
              className="sel"
              aria-label="Order"
              value={sort in SORTS ? sort : ''}
              onChange={(event) => change({ sort: event.target.value })}
            >
              {!(sort in SORTS) && <option value="">by a column</option>}
              {Object.entries(SORTS).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <Region asked={rows} what="The register could not be read" rows={6} height={46}>
            {(entries) =>
              entries.length > 0 ? (
                <RegisterTable
                  entries={entries}
                  chosen={id}
                  sort={sort}
                  onSort={(wanted) => change({ sort: wanted })}
                  onChoose={(entry) => {
                    choose(entry.agent.id === id ? null : entry.agent.id);
                    // On a small screen the entry is below the table.
                    if (window.innerWidth < 1200)
                      setTimeout(
                        () => document.getElementById('entry')?.scrollIntoView({ block: 'start' }),
                        0,
                      );
                  }}
                />
              ) : filters.length > 0 ? (
                <EmptyState
                  title="No agent fits"
                  action={
                    <button type="button" className="btn sm" onClick={clear}>
                      Show all agents
                    </button>
                  }
                >
                  {filters.length === 1 ? 'A filter leaves' : 'Filters leave'} every agent out.
                </EmptyState>
              ) : (
                <EmptyState title="No agent is registered yet">
                  An agent is registered by its first run. Connect one, and it appears here as “never
                  reviewed”.
                </EmptyState>
              )
            }
          </Region>
          {list.length > 0 && (
            <p className="px-3.5 py-2 text-12 text-ink-3">
              {count(list.length)} of {count(Math.max(list.length, all.data?.length ?? 0))} agents. A review
              ends at the end of its day in UTC.
            </p>
          )}
        </section>
        {id && <EntryPanel key={id} id={id} role={role} onClose={() => choose(null)} />}
      </div>
    </Page>
  );
}

const teamsOf = (entries: { team: string | null }[] | undefined): string[] =>
  [...new Set((entries ?? []).flatMap((entry) => (entry.team ? [entry.team] : [])))].sort((a, b) =>
    a.localeCompare(b),
  );

function Filters({
  params,
  change,
  teams,
}: {
  params: URLSearchParams;
  change: (changes: Record<string, string | null>) => void;
  teams: string[];
}) {
  const team = params.get('team');
  return (
    <>
      <Choice
        label="Review"
        name="review"
        params={params}
        change={change}
        options={[
          ['', 'Any review'],
          ['overdue', 'Overdue'],
          ['unreviewed', 'Not reviewed'],
          ['restricted', 'Restricted'],
          ['approved', 'Approved'],
        ]}
      />
      <Choice
        label="Risk"
        name="risk"
        params={params}
        change={change}
        options={[
          ['', 'Any risk'],
          ...RISKS.map((risk): [string, string] => [risk, `Risk: ${risk}`]),
          ['unknown', 'Risk: not said'],
        ]}
      />
      {(teams.length > 0 || team) && (
        <Choice
          label="Team"
          name="team"
          params={params}
          change={change}
          options={[
            ['', 'Any team'],
            ...(team && !teams.includes(team) ? [team, ...teams] : teams).map((each): [string, string] => [
              each,
              each,
            ]),
          ]}
        />
      )}
      <label className="flex items-center gap-1.5 text-12 text-ink-2">
        <input
          type="checkbox"
          checked={params.get('archived') === 'true'}
          onChange={(event) => change({ archived: event.target.checked ? 'true' : null })}
        />
        Archived
      </label>
    </>
  );
}

function Choice({
  label,
  name,
  params,
  change,
  options,
}: {
  label: string;
  name: string;
  params: URLSearchParams;
  change: (changes: Record<string, string | null>) => void;
  options: [value: string, words: string][];
}) {
  return (
    <select
      className="sel"
      aria-label={label}
      value={params.get(name) ?? ''}
      onChange={(event) => change({ [name]: event.target.value || null })}
    >
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
