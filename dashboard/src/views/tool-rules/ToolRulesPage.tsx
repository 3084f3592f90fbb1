'use client';

import Link from 'next/link';
import { useAgentSettings, useToolRules } from '@/api/govern';
import { useStatus } from '@/api/queries';
import type { AgentSettings } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { Page } from '@/shell/Page';
import { PlainTable } from '@/ui/PlainTable';
import { EmptyState, Panel, Region } from '@/ui/states';
import { Answer } from '@/ui/values';
import { Limits } from '../agent/policy/Limits';
import { Rules } from '../agent/policy/Rules';

/** Tool rules: what may every agent do, and which agents have rules of their own? */
export function ToolRulesPage() {
  const role = useStatus().data?.principal.role;
  const rules = useToolRules(null).data?.rules;
  const own = useAgentSettings();
  return (
    <Page crumbs={['Govern', 'Tool rules']}>
      <Answer sub="The rules of the fleet come before those of each agent, and the first that matches decides. A limit of an agent comes before that of the fleet. Only Admins change what is set here.">
        {sentence(rules?.length, own.data?.items.filter((each) => each.toolRules.length > 0).length)}
      </Answer>
      <div className="cols grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] items-start gap-4">
        <div className="flex min-w-0 flex-col gap-4">
          <Rules agent={null} role={role} />
          <Limits agent={null} role={role} />
        </div>
        <Panel title="Agents with their own" sub="rules or limits">
          <Region asked={own} what="The agents could not be read" rows={3}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState title="No agent has its own">
                  Rules and limits of one agent are set on its page, under Policy.
                </EmptyState>
              ) : (
                <OwnTable items={items} />
              )
            }
          </Region>
        </Panel>
      </div>
    </Page>
  );
}

/** What holds for all, in one sentence. */
export function sentence(fleet: number | undefined, agents: number | undefined): string {
  if (fleet === undefined || agents === undefined) return 'Tool rules';
  const all =
    fleet === 0 ? 'No tool rule holds for all agents' : `${plural(fleet, 'tool rule')} for all agents`;
  if (agents === 0) return `${all}, and no agent has its own`;
  return `${all}; ${agents === 1 ? '1 agent has' : `${count(agents)} agents have`} rules of ${agents === 1 ? 'its' : 'their'} own`;
}

const SHOWN = 3;

function OwnTable({ items }: { items: AgentSettings[] }) {
  return (
    <PlainTable
      label="Agents with rules or limits of their own"
      rows={items}
      rowKey={(each) => each.agent.id}
      columns={[
        {
          id: 'agent',
          head: 'Agent',
          whole: true,
          cell: ({ agent }) => (
            <Link
              className="font-medium hover:underline [overflow-wrap:anywhere]"
              href={href('/agent', { id: agent.id, tab: 'policy' })}
            >
              {agent.name}
            </Link>
          ),
        },
        {
          id: 'rules',
          head: 'Tool rules',
          cell: ({ toolRules }) =>
            toolRules.length === 0 ? (
              <span className="text-ink-3">none</span>
            ) : (
              <ul className="py-1">
                {toolRules.slice(0, SHOWN).map((rule) => (
                  <li key={rule.id} className="[overflow-wrap:anywhere]">
                    {rule.effect} <code>{rule.tool}</code>
                  </li>
                ))}
                {toolRules.length > SHOWN && (
                  <li className="text-ink-3">and {count(toolRules.length - SHOWN)} more</li>
                )}
              </ul>
            ),
        },
        {
          id: 'limits',
          head: 'Limits',
          cell: ({ limits }) => (limits ? 'its own' : <span className="text-ink-3">the fleet’s</span>),
        },
      ]}
    />
  );
}
