'use client';

import type { Loss } from '@/api/types';
import { count } from '@/format/numbers';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { When } from '@/ui/values';
import { lostBy, rangeOf } from './losses';

const SHOWN = 5;

const namesOf = ({ agents }: Loss) => agents.map(({ name }) => name).join(', ');

/** Records of SDKs that did not arrive; nothing where all did. */
export function Losses({ losses, more }: { losses: Loss[]; more: boolean }) {
  if (losses.length === 0) return null;
  return (
    <Panel title="Records lost on the way" sub="from SDKs, last 30 days">
      <ul className="max-h-[320px] overflow-auto">
        {losses.map((loss) => (
          <li
            key={loss.instance}
            className="grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 border-b border-line px-3.5 py-2 text-12 last:border-0"
          >
            <span className="pt-0.5">
              <StatusGlyph kind="warn" size={13} label="records lost" />
            </span>
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{namesOf(loss) || 'Agent not known'}</span>
              <span className="text-ink-3">
                {' '}
                · {loss.sdk} · last heard from <When at={loss.seenAt} />
              </span>
              {lostBy(loss).map((sentence) => (
                <span key={sentence} className="block text-ink-2">
                  {sentence}
                </span>
              ))}
              {loss.gaps.length > 0 && (
                <span className="block text-ink-3">
                  Numbers {loss.gaps.slice(-SHOWN).map(rangeOf).join(', ')}
                  {loss.gaps.length > SHOWN && ` and ${count(loss.gaps.length - SHOWN)} earlier gaps`}
                </span>
              )}
              <code className="block text-ink-3">instance {loss.instance}</code>
            </div>
          </li>
        ))}
      </ul>
      {more && <p className="px-3.5 py-2 text-12 text-ink-3">There are more, listed by the API.</p>}
    </Panel>
  );
}
