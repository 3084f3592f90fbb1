'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { put, remove } from '@/api/client';
import { useGroups } from '@/api/queries';
import { usePrices } from '@/api/settings';
import type { Group, ModelPrice, Prices as PriceList, Tier } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region } from '@/ui/states';
import { Count, TokenCount, Unknown, When } from '@/ui/values';
import { PriceDialog } from './PriceDialog';
import { ChangeDialog, type SectionProps, WhoMay } from './parts';
import { decimalsOf, PARTS, type Part, perMillion } from './tiers';

interface Setting {
  model: string;
  tiers: Tier[];
  /** Calls that have no cost yet. */
  calls: number;
}

/** Prices: first what has none, then the list. */
export default function Prices({ role }: SectionProps) {
  const prices = usePrices();
  const [setting, setSetting] = useState<Setting | null>(null);
  const [leaving, setLeaving] = useState<ModelPrice | null>(null);
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['prices'] });
  const may = covers(role, 'admin');
  return (
    <>
      {!may && <WhoMay needs="admin" />}
      <Region asked={prices} what="The prices could not be read" rows={10} panel>
        {(data) => (
          <>
            <UnknownModels
              data={data}
              may={may}
              onSet={(model, calls) => setSetting({ model, tiers: [], calls })}
            />
            <List
              data={data}
              may={may}
              onSet={(price) => setSetting({ model: price.model, tiers: price.tiers, calls: 0 })}
              onNew={() => setSetting({ model: '', tiers: [], calls: 0 })}
              onLeave={setLeaving}
            />
          </>
        )}
      </Region>
      {setting && (
        <PriceDialog
          model={setting.model}
          tiers={setting.tiers}
          calls={setting.calls}
          onClose={() => setSetting(null)}
          onSave={async (body) => {
            const saved = await put<ModelPrice>('/prices', body);
            toast({
              kind: 'better',
              title: `Price of ${saved.model} set`,
              detail: body.applyToPast ? 'past runs are being recounted' : 'for calls from now on',
            });
            await again();
          }}
        />
      )}
      {leaving && (
        <ChangeDialog
          title={`Use the list price of ${leaving.model}`}
          what="Your own price is removed. The list price applies again, if there is one. Past runs keep their cost."
          verb="Use list price"
          reasons={['The list price is right now', 'Our contract has ended']}
          onClose={() => setLeaving(null)}
          onConfirm={async (reason) => {
            await remove('/prices', undefined, { model: leaving.model, reason });
            toast({ kind: 'better', title: `${leaving.model} uses the list price again` });
            await again();
          }}
        />
      )}
    </>
  );
}

function UnknownModels({
  data,
  may,
  onSet,
}: {
  data: PriceList;
  may: boolean;
  onSet: (model: string, calls: number) => void;
}) {
  if (data.unknown.length === 0) {
    return (
      <p className="flex items-center gap-2 text-12 text-ink-3">
        <StatusGlyph kind="ok" size={14} /> Every model called in the last 30 days has a price.
      </p>
    );
  }
  return (
    <Panel title="Without a price" sub="called in the last 30 days; their cost is unknown until you set one">
      <PlainTable
        label="Models without a price"
        rows={data.unknown}
        rowKey={(row) => row.model}
        columns={[
          {
            id: 'model',
            head: 'Model',
            whole: true,
            cell: (row) => (
              <span className="flex min-w-0 items-center gap-2">
                <StatusGlyph kind="warn" size={13} />
                <code className="truncate">{row.model}</code>
              </span>
            ),
          },
          { id: 'calls', head: 'Calls', align: 'right', cell: (row) => <Count n={row.calls} /> },
          { id: 'in', head: 'Tokens in', align: 'right', cell: (row) => <TokenCount n={row.inputTokens} /> },
          {
            id: 'out',
            head: 'Tokens out',
            align: 'right',
            cell: (row) => <TokenCount n={row.outputTokens} />,
          },
          {
            id: 'seen',
            head: 'Last seen',
            cell: (row) => (row.lastSeenAt ? <When at={row.lastSeenAt} /> : '–'),
          },
          {
            id: 'actions',
            head: '',
            align: 'right',
            cell: (row) => (
              <button
                type="button"
                className="btn sm"
                disabled={!may}
                aria-label={`Set a price for ${row.model}`}
                onClick={() => onSet(row.model, row.calls)}
              >
                Set price…
              </button>
            ),
          },
        ]}
      />
    </Panel>
  );
}

const SHOWN: Part[] = ['input', 'output', 'cacheRead', 'cacheWrite', 'batchInput', 'batchOutput'];

function Amounts({ tiers, part, decimals }: { tiers: Tier[]; part: Part; decimals: number }) {
  return (
    <span className="flex flex-col">
      {tiers.map((tier) => (
        <span key={tier.aboveTokens}>
          {tier[part] === null ? <Unknown why="not in the list" /> : perMillion(tier[part], decimals)}
        </span>
      ))}
    </span>
  );
}

const USED_RANGE = { from: '-30d', to: null };

/** Runs of the last 30 days by priced model: a model is called by its name, or by its name and a date. */
function usageOf(models: ModelPrice[], groups: Group[]): Map<string, number> {
  const runs = new Map<string, number>();
  for (const { key, executions } of groups) {
    const price = models
      .filter(({ model }) => key !== null && (key === model || key.startsWith(`${model}-`)))
      .toSorted((a, b) => b.model.length - a.model.length)[0];
    if (price) runs.set(price.model, (runs.get(price.model) ?? 0) + executions);
  }
  return runs;
}

function List({
  data,
  may,
  onSet,
  onNew,
  onLeave,
}: {
  data: PriceList;
  may: boolean;
  onSet: (price: ModelPrice) => void;
  onNew: () => void;
  onLeave: (price: ModelPrice) => void;
}) {
  const [search, setSearch] = useState('');
  const used = useGroups('model', { limit: 100 }, USED_RANGE, { every: 0 });
  const calls = useMemo(() => usageOf(data.models, used.data?.items ?? []), [data.models, used.data]);
  const rows = useMemo(() => {
    const word = search.trim().toLowerCase();
    const fits = data.models.filter((m) => !word || m.model.toLowerCase().includes(word));
    const runs = (price: ModelPrice) => calls.get(price.model) ?? 0;
    return fits.sort(
      (a, b) =>
        Number(b.source === 'organization') - Number(a.source === 'organization') ||
        runs(b) - runs(a) ||
        a.model.localeCompare(b.model),
    );
  }, [data.models, search, calls]);
  const first = rows.slice(0, 60);
  const decimals = (part: Part) =>
    Math.max(
      2,
      ...first.flatMap((row) => row.tiers.map((tier) => (tier[part] ? decimalsOf(tier[part]) : 0))),
    );
  return (
    <Panel
      title="Prices"
      sub={`${data.currency} per ${data.per} · list of ${data.asOf} · ${plural(data.models.length, 'model')}`}
      tools={
        <>
          <input
            className="field h-6.5! w-40!"
            aria-label="Search a model"
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <button type="button" className="btn sm quiet" disabled={!may} onClick={onNew}>
            Add a model…
          </button>
        </>
      }
    >
      {rows.length === 0 ? (
        <EmptyState
          title={
            <>
              No model matches <code>{search}</code>
            </>
          }
          action={
            <button type="button" className="btn sm" onClick={() => setSearch('')}>
              Clear search
            </button>
          }
        />
      ) : (
        <PlainTable
          label="Prices of models"
          rows={first}
          rowKey={(row) => row.model}
          columns={[
            {
              id: 'model',
              head: 'Model',
              whole: true,
              cell: (row) => (
                <span className="flex flex-col py-1.5">
                  {row.tiers.map((tier, i) => (
                    <span key={tier.aboveTokens} className="flex items-center gap-2">
                      {i === 0 ? (
                        <>
                          <code>{row.model}</code>
                          {calls.has(row.model) && (
                            <span
                              className="pill"
                              title={`${plural(calls.get(row.model) ?? 0, 'run')} in 30 days`}
                            >
                              in use
                            </span>
                          )}
                          {row.source === 'organization' && (
                            <span
                              className="pill acc"
                              title={row.updatedBy ? `set by ${row.updatedBy}` : undefined}
                            >
                              yours
                            </span>
                          )}
                        </>
                      ) : (
                        <span className="text-12 text-ink-3">above {count(tier.aboveTokens)} tokens</span>
                      )}
                    </span>
                  ))}
                </span>
              ),
            },
            ...SHOWN.map((part) => ({
              id: part,
              head: PARTS.find((p) => p.key === part)?.label ?? part,
              align: 'right' as const,
              cell: (row: ModelPrice) => <Amounts tiers={row.tiers} part={part} decimals={decimals(part)} />,
            })),
            {
              id: 'actions',
              head: '',
              align: 'right',
              cell: (row) => (
                <span className="inline-flex gap-1">
                  {row.source === 'organization' && (
                    <button
                      type="button"
                      className="btn sm quiet"
                      disabled={!may}
                      aria-label={`Use the list price of ${row.model}`}
                      onClick={() => onLeave(row)}
                    >
                      Use list price…
                    </button>
                  )}
                  <button
                    type="button"
                    className="btn sm quiet"
                    disabled={!may}
                    aria-label={`Change the price of ${row.model}`}
                    onClick={() => onSet(row)}
                  >
                    Change…
                  </button>
                </span>
              ),
            },
          ]}
        />
      )}
      {rows.length > first.length && (
        <p className="px-3.5 py-2 text-12 text-ink-3">
          {count(rows.length - first.length)} more. Search to narrow the list.
        </p>
      )}
    </Panel>
  );
}
