'use client';

import { wilson } from '@/format/statistics';
import { FreshnessView } from '@/shell/Freshness';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { Count, Duration, Facts, Interval, Money, Points, TokenCount, Unknown, When } from '@/ui/values';
import { Sample } from './Sample';
import * as S from './samples';

const GLYPHS: [Glyph, string][] = [
  ['bad', 'failing, failed'],
  ['warn', 'slow, warning'],
  ['ok', 'in target'],
  ['better', 'better, adopted'],
  ['unknown', 'not known'],
  ['you', 'waits for you'],
  ['run', 'running'],
  ['stopped', 'stopped, idle'],
];

export function Values() {
  return (
    <Panel title="Values" sub="never without their doubt">
      <Sample name="Interval">
        <Interval rate={wilson(481, 500)} />
        <Interval rate={wilson(61, 83)} form="bounds" tone="bad" />
        <Interval rate={wilson(3, 3)} />
        <Interval rate={wilson(0, 0)} />
      </Sample>
      <Sample name="Points">
        <Points difference={{ value: -0.247, low: -0.351, high: -0.164 }} />
        <Points difference={{ value: 0.021, low: 0.008, high: 0.034 }} />
        <Points difference={{ value: -0.004, low: -0.019, high: 0.009 }} />
      </Sample>
      <Sample name="Unknown">
        <Unknown why="price unknown" short="price unknown" />
      </Sample>
      <Sample name="Money">
        <Money usd="0.0184" />
        <Money usd="0.00000042" />
        <Money usd="2391.84" as="ledger" />
        <Money usd="3012.4" as="sum" />
        <Money usd={null} />
      </Sample>
      <Sample name="Duration">
        {[9, 420, 3420, 12_400, 84_000, 18_000_000].map((ms) => (
          <span key={ms}>
            <Duration ms={ms} />
          </span>
        ))}
        <Duration ms={null} />
      </Sample>
      <Sample name="Counts">
        <span>
          <Count n={2418} />
        </span>
        <span>
          <TokenCount n={1842} />
        </span>
        <span>
          <TokenCount n={1_240_000} />
        </span>
        <TokenCount n={null} />
      </Sample>
      <Sample name="When">
        <When at="2026-11-24T13:36:04.218Z" />
        <When at="2026-11-24T13:36:04.218Z" as="seconds" />
        <When at="2026-11-24T13:36:04.218Z" as="stamp" />
      </Sample>
      <Sample name="Facts">
        <Facts
          facts={[
            ['Agent', 'Email Writer'],
            [
              'Prompt',
              <span key="p" className="ver">
                v14
              </span>,
            ],
            ['Left out', null],
          ]}
        />
      </Sample>
    </Panel>
  );
}

export function Statuses() {
  return (
    <Panel title="Status" sub="shape, word, then hue">
      <div className="grid grid-cols-2 gap-x-4 px-3.5 py-2">
        {GLYPHS.map(([kind, word]) => (
          <span key={kind} className="flex h-8 items-center gap-3">
            <StatusGlyph kind={kind} size={16} label={word} />
            {word}
          </span>
        ))}
      </div>
      <Sample name="Freshness">
        <FreshnessView state="live" ageMs={400} lastAnswer={S.END} />
        <FreshnessView state="reconnecting" ageMs={14_000} lastAnswer={S.END} />
        <FreshnessView state="offline" ageMs={90_000} lastAnswer={S.END} />
        <FreshnessView state="paused" ageMs={90_000} lastAnswer={S.END} />
        <FreshnessView state="live" ageMs={null} lastAnswer={0} />
      </Sample>
    </Panel>
  );
}
