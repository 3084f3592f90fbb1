'use client';

import Link from 'next/link';
import { useToolRules } from '@/api/govern';
import type { Approval, Role } from '@/api/types';
import { shortId } from '@/format/numbers';
import { href } from '@/shell/address';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Tree } from '@/ui/Tree';
import { When } from '@/ui/values';
import { effectWords, ordinal, ruleOf, unanswered, whenWords } from '../govern/rules';
import { glyphOf, WORDS } from './Queue';
import { stateAt, useSeconds } from './waiting';

export const runAddress = (approval: Approval): string | null =>
  approval.executionId && href('/execution', { id: approval.executionId });

/** The chosen question: what the tool would be called with, and which rule holds it. */
export function Chosen({ approval, role }: { approval: Approval; role: Role | undefined }) {
  const state = stateAt(approval, useSeconds());
  const run = runAddress(approval);
  return (
    <section id="chosen" className="panel scroll-mt-14" aria-label="The chosen tool call">
      <div className="flex items-start gap-2.5 border-b border-line px-3.5 py-3">
        <span className="pt-1">
          <StatusGlyph kind={glyphOf(state)} label={WORDS[state]} />
        </span>
        <div className="min-w-0">
          <h2 className="text-15 font-semibold [overflow-wrap:anywhere]">
            <Link className="hover:underline" href={href('/agent', { id: approval.agent.id, tab: 'policy' })}>
              {approval.agent.name}
            </Link>{' '}
            {state === 'pending' ? 'wants' : 'wanted'} to call{' '}
            <code className="text-13">{approval.tool}</code>
          </h2>
          <p className="text-12 text-ink-3">
            asked <When at={approval.askedAt} />
            {run ? (
              <>
                {' '}
                in run{' '}
                <Link className="link" href={run}>
                  {shortId(approval.executionId ?? '')}
                </Link>
              </>
            ) : (
              ' without naming a run'
            )}
          </p>
        </div>
      </div>
      <div className="grid grid-cols-1 gap-x-7 gap-y-5 p-3.5 sm:grid-cols-2">
        <div className="min-w-0">
          <h3 className="pb-1.5 text-12 font-semibold">What it would do</h3>
          <Arguments approval={approval} role={role} />
        </div>
        <div className="min-w-0">
          <h3 className="pb-1.5 text-12 font-semibold">Why it waits</h3>
          <WhyItWaits approval={approval} />
        </div>
      </div>
    </section>
  );
}

function Arguments({ approval, role }: { approval: Approval; role: Role | undefined }) {
  if (approval.arguments === null || approval.arguments === undefined)
    return (
      <p className="text-12 text-ink-3">
        {role === 'viewer'
          ? 'A Viewer sees no arguments. Developers and Admins do.'
          : 'No arguments came with the question: the SDK sends no content.'}
      </p>
    );
  return (
    <>
      <Tree value={approval.arguments} />
      <p className="pt-3 text-12 text-ink-3">
        Personal data is replaced here. The tool gets the real values, and no others than these.
      </p>
    </>
  );
}

function WhyItWaits({ approval }: { approval: Approval }) {
  const rules = useToolRules(approval.agent.id).data;
  const found = ruleOf(rules, approval.ruleId);
  const rule = found?.rule;
  const place = found && `${ordinal(found.place, found.count)}${found.fleet ? ', of the fleet' : ''}`;
  return (
    <>
      {rule?.effect === 'ask' && (
        <dl className="why">
          <dt>tool</dt>
          <dd>{rule.tool}</dd>
          <dt>when</dt>
          <dd>{whenWords(rule) ?? 'always'}</dd>
          <dt>effect</dt>
          <dd>{effectWords(rule)}</dd>
          <dt>no answer</dt>
          <dd>{unanswered(rule)}</dd>
          <dt>no server</dt>
          <dd>{rule.whenUnreachable === 'open' ? 'allowed' : 'denied'}</dd>
        </dl>
      )}
      <p className="pt-2 text-12 text-ink-2">
        {approval.ruleId === null ? (
          'The SDK named no rule.'
        ) : (
          <>
            Rule <code>{approval.ruleId}</code>
            {approval.ruleReason && <>: “{approval.ruleReason}”</>}
          </>
        )}{' '}
        <span className="text-ink-3">
          {place
            ? rule?.effect === 'ask'
              ? `Shown as it is set now, ${place}.`
              : 'It does not ask any more as it is set now.'
            : rules && approval.ruleId !== null && 'It is not set any more.'}
        </span>{' '}
        <Link className="link" href={href('/agent', { id: approval.agent.id, tab: 'policy' })}>
          Tool rules
        </Link>
      </p>
    </>
  );
}
