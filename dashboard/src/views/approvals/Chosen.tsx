'use client';

import Link from 'next/link';
import { useApprovalHistory } from '@/api/govern';
import type { Approval, ApprovalAnswers, Role } from '@/api/types';
import { duration, NBSP, plural, shortId } from '@/format/numbers';
import { href } from '@/shell/address';
import { textOf } from '@/ui/Body';
import { piecesOf } from '@/ui/Pseudonyms';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Tree } from '@/ui/Tree';
import { When } from '@/ui/values';
import { marksOf } from './met';
import { glyphOf, WORDS } from './Queue';
import { RunSoFar } from './RunSoFar';
import { AnswersWords, SeenBefore } from './SeenBefore';
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
          <Arguments approval={approval} />
        </div>
        <div className="min-w-0">
          <h3 className="pb-1.5 text-12 font-semibold">
            {state === 'pending' ? 'Why it waits' : 'Why it waited'}
          </h3>
          <WhyItWaits approval={approval} />
        </div>
      </div>
      {approval.executionId && <RunSoFar key={approval.id} approval={approval} role={role} />}
      <SeenBefore approval={approval} />
    </section>
  );
}

function Arguments({ approval }: { approval: Approval }) {
  const { marks, others } = marksOf(approval);
  if (approval.arguments === null || approval.arguments === undefined)
    return (
      <p className="text-12 text-ink-3">
        {approval.argumentsHidden
          ? 'A Viewer sees no arguments. Developers and Admins do.'
          : 'No arguments came with the question: the SDK sends no content.'}
      </p>
    );
  const replaced = piecesOf(textOf(approval.arguments)).some((piece) => piece.class);
  return (
    <>
      <Tree value={approval.arguments} marks={marks} />
      {others.length > 0 && (
        <p className="pt-2 text-12 text-ink-2">
          {others.map((met) => (
            <span className="block [overflow-wrap:anywhere]" key={`${met.path} ${met.words}`}>
              <code>{met.path || 'the arguments'}</code>{' '}
              {met.comparable ? met.words : `cannot be compared: ${met.words}`}
            </span>
          ))}
        </p>
      )}
      <p className="pt-3 text-12 text-ink-3">
        {replaced && 'Personal data was replaced before it was stored; the tool gets the real values. '}
        An approval is for this one call with these arguments.
      </p>
    </>
  );
}

function WhyItWaits({ approval }: { approval: Approval }) {
  const { rule } = approval;
  const history = useApprovalHistory(approval.id).data;
  return (
    <>
      {rule && (
        <dl className="why">
          <dt>tool</dt>
          <dd>{rule.tool}</dd>
          <dt>when</dt>
          <dd>{rule.when ?? 'always'}</dd>
          <dt>effect</dt>
          <dd>ask, for {duration(rule.askSeconds * 1000)}</dd>
          <dt>no answer</dt>
          <dd>{rule.whenUnanswered}</dd>
          <dt>no server</dt>
          <dd>{rule.whenUnreachable === 'open' ? 'allow' : 'deny'}</dd>
        </dl>
      )}
      <p className="pt-2 text-12 text-ink-2">
        {approval.ruleId === null ? (
          'The SDK named no rule.'
        ) : (
          <>
            {rule ? (
              <>
                Rule {rule.place}
                {NBSP}of{NBSP}
                {rule.of}
                {rule.fleet && ', of the fleet'}, <code>{approval.ruleId}</code>
              </>
            ) : (
              <>
                Rule <code>{approval.ruleId}</code>
              </>
            )}
            {approval.ruleReason && <>: “{approval.ruleReason}”</>}
            {!rule && ' How it was set when it asked is not known.'}
          </>
        )}{' '}
        {history?.rule && <RuleAnswers answers={history.rule} fleet={!!rule?.fleet} />}{' '}
        <Link className="link" href={href('/agent', { id: approval.agent.id, tab: 'policy' })}>
          Tool rules
        </Link>
      </p>
    </>
  );
}

function RuleAnswers({ answers, fleet }: { answers: ApprovalAnswers; fleet: boolean }) {
  if (answers.asked === 0)
    return (
      <span>
        In {answers.days} days it asked about no other call{fleet ? ' of any agent' : ''}.
      </span>
    );
  return (
    <span>
      In {answers.days} days it asked {plural(answers.asked, 'other time')}
      {fleet && ', over all agents'}
      {': '}
      <AnswersWords answers={answers} />.
    </span>
  );
}
