'use client';

import Link from 'next/link';
import type { ToolTrial } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { Pills } from '@/ui/Pseudonyms';
import { When } from '@/ui/values';

/** What the rules would have done, in one sentence. */
export function trialWords(trial: ToolTrial, fleet = false): string {
  if (trial.calls === 0) return `No tool call of ${fleet ? 'any' : 'this'} agent is stored of the last 24 h.`;
  const parts = [
    [trial.allowed, 'allowed'],
    [trial.denied, 'denied'],
    [trial.asked, 'asked about'],
    [trial.redacted, 'redacted'],
  ] as const;
  const said = parts.filter(([n], i) => n > 0 || i === 0).map(([n, word]) => `${count(n)} ${word}`);
  return `Of ${plural(trial.calls, 'call')} in 24 h: ${said.join(', ')}.`;
}

const EFFECTS = { allow: 'allowed', deny: 'denied', ask: 'asked about', redact: 'redacted' };

/** What rules would have done with the calls of the last 24 hours. */
export function Trial({ trial, stale, fleet }: { trial: ToolTrial; stale: boolean; fleet: boolean }) {
  return (
    <section className="border-t border-line" aria-label="Tried on the last 24 h">
      <div className={`flex flex-col gap-1 px-3.5 py-3 ${stale ? 'text-ink-3' : ''}`}>
        <p className="font-medium">{trialWords(trial, fleet)}</p>
        <p className="text-12 text-ink-3">
          {stale ? 'Tried before the last edit: try again. ' : ''}
          {trial.changed > 0
            ? `${plural(trial.changed, 'call')} would be decided in another way than by the rules that are set. `
            : trial.calls > 0 && 'No call would be decided in another way than by the rules that are set. '}
          {trial.undecidable > 0 &&
            `${plural(trial.undecidable, 'call')} cannot be decided: the arguments are not stored. `}
          {trial.truncated && 'Older calls were not looked at. '}
          {fleet ? 'Without the rules of each agent.' : 'Without the rules of the fleet.'}
        </p>
      </div>
      <ul>
        {trial.byRule.map((rule) => (
          <li key={rule.id} className="border-t border-line px-3.5 py-2 text-12">
            <div className="flex flex-wrap gap-x-2">
              <code>{rule.id}</code>
              <span className="text-ink-3">
                {rule.calls === 0 ? 'no call' : `${plural(rule.calls, 'call')} ${EFFECTS[rule.effect]}`}
              </span>
            </div>
            {rule.examples.map((example) => (
              <Link
                key={example.spanId}
                className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-3 py-0.5 text-ink-2 hover:text-ink-1"
                href={href('/execution', { id: example.executionId, action: example.spanId })}
              >
                <When at={example.at} />
                <span className="truncate font-mono">
                  {example.tool}{' '}
                  {example.arguments === null ? (
                    <span className="text-ink-3">arguments not stored</span>
                  ) : (
                    <Pills text={JSON.stringify(example.arguments)} />
                  )}
                </span>
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
