'use client';

import Link from 'next/link';
import { useApprovalHistory } from '@/api/govern';
import type { Approval, ApprovalAnswers } from '@/api/types';
import { bounds, percent, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Region } from '@/ui/states';
import { When } from '@/ui/values';
import { glyphOf, WORDS } from './Queue';

/** How many of those that are over were approved, with the interval, and what became of the others. */
export function AnswersWords({ answers }: { answers: ApprovalAnswers }) {
  const { value, low, high, n } = answers.approvedShare;
  const others = [
    answers.denied > 0 && `${answers.denied} denied`,
    answers.unanswered > 0 && `${answers.unanswered} unanswered`,
    answers.waiting > 0 && (answers.waiting === 1 ? '1 waits' : `${answers.waiting} wait`),
  ].filter(Boolean);
  return (
    <>
      {n > 0 && (
        <>
          <b>{answers.approved}</b> of {n} approved
          {value !== null && low !== null && high !== null && (
            <span title={`95 % interval of the share of ${plural(n, 'question')} that are over`}>
              {' '}
              ({percent(value, 0)}, <span className="ci">{bounds(low, high)}</span>)
            </span>
          )}
        </>
      )}
      {others.length > 0 && `${n > 0 ? ', ' : ''}${others.join(', ')}`}
    </>
  );
}

/** Earlier questions about the same tool of the same agent, and how they were answered. */
export function SeenBefore({ approval }: { approval: Approval }) {
  const history = useApprovalHistory(approval.id);
  return (
    <section className="border-t border-line p-3.5" aria-label="Seen before">
      <h3 className="pb-1.5 text-12 font-semibold">Seen before</h3>
      <Region asked={history} what="What was decided before could not be read" rows={2} height={22}>
        {({ tool, earlier }) => (
          <>
            <p className="text-12 text-ink-2">
              {tool.asked === 0 ? (
                <>
                  Nobody was asked about <code>{approval.tool}</code> of {approval.agent.name} before, in{' '}
                  {tool.days} days.
                </>
              ) : (
                <>
                  In {tool.days} days people were asked {plural(tool.asked, 'time')} before about{' '}
                  <code>{approval.tool}</code> of {approval.agent.name}: <AnswersWords answers={tool} />.
                </>
              )}
            </p>
            {earlier.length > 0 && (
              <ul className="pt-1.5" aria-label="Earlier answers">
                {earlier.map((each) => (
                  <li
                    key={each.id}
                    className="grid min-h-7 grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-2 text-12"
                  >
                    <span className="pt-0.5">
                      <StatusGlyph kind={glyphOf(each.state)} label={WORDS[each.state]} />
                    </span>
                    <Link
                      className="min-w-0 truncate text-ink-2 hover:underline"
                      href={href('/approvals', { show: 'decided', sel: each.id })}
                    >
                      {WORDS[each.state]}
                      {each.decidedBy && ` by ${each.decidedBy}`}
                      {each.reason && `: “${each.reason}”`}
                    </Link>
                    <span className="text-ink-3">
                      <When at={each.endedAt} as="since" />
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Region>
    </section>
  );
}
