'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, post } from '@/api/client';
import type { PrivacyClass, Tried } from '@/api/types';
import { count } from '@/format/numbers';
import { withPills } from '@/ui/Pseudonyms';
import { Panel } from '@/ui/states';
import { type PolicyDraft, sendable, stretchesOf } from './policy';

const SAMPLE = `Write to Ada Lovelace, ada.lovelace@analytical.example or +44 20 7946 0958.
Card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00.
{"customer_name": "Ada Lovelace", "order": "A-20418", "total": "118.40"}
export OPENAI_API_KEY=sk-proj-Zx4T0h9uQmVb72LrKcPd1sWnEy83FjAg`;

/** A value that was given a moment ago and has not changed since. */
function useSettled<V>(value: V, ms: number): V {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** A text of one's own, and what would be stored of it under the policy as it stands on the page. */
export function TryText({
  policy,
  classes,
  may,
  onRefused,
}: {
  /** Null: the policy that is saved. */
  policy: PolicyDraft | null;
  classes: PrivacyClass[];
  may: boolean;
  onRefused: (fields: Record<string, string>) => void;
}) {
  const [text, setText] = useState(SAMPLE);
  const sent = policy && sendable(policy);
  const asked = useSettled(JSON.stringify({ text, ...(sent && { policy: sent.body }) }), 250);
  const tried = useQuery({
    queryKey: ['privacy-try', asked],
    queryFn: () => post<Tried>('/privacy-policy/try', JSON.parse(asked)),
    enabled: may && text !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: false,
  });
  const tested = (JSON.parse(asked) as { text: string }).text;
  useEffect(() => {
    if (tried.error instanceof ApiError)
      onRefused(
        Object.fromEntries(tried.error.fields.map((f) => [sent?.place(f.field) ?? f.field, f.message])),
      );
  }, [tried.error]);
  const result = tried.data && !tried.error && !tried.isPlaceholderData ? tried.data : null;
  const nameOf = (id: string) => classes.find((c) => c.id === id)?.name ?? id;
  return (
    <Panel
      title="Test it"
      sub={policy ? 'with your unsaved changes' : 'with the saved policy'}
      className="lg-stick"
    >
      <div className="pad flex flex-col gap-3">
        <textarea
          className="field font-mono text-12"
          aria-label="Text to test the policy on"
          rows={7}
          value={text}
          disabled={!may}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        {!may && <p className="text-12 text-ink-3">Testing a text needs the role Developer.</p>}
        {tried.error && (
          <p className="text-12 text-bad" role="alert">
            {tried.error instanceof ApiError ? tried.error.message : 'The text could not be tested.'}
          </p>
        )}
        {result && (
          <>
            <section aria-label="Found">
              <h3 className="mb-1 text-12 font-semibold">
                Found <span className="font-normal text-ink-3">{count(result.findings.length)}</span>
              </h3>
              <div className="code">
                {stretchesOf(tested, result.findings).map((stretch) =>
                  stretch.finding ? (
                    <span
                      key={stretch.at}
                      className="found"
                      title={`${nameOf(stretch.finding.class)}: ${stretch.finding.action}`}
                    >
                      {stretch.text}
                    </span>
                  ) : (
                    <span key={stretch.at}>{stretch.text}</span>
                  ),
                )}
              </div>
            </section>
            <section aria-label="Stored">
              <h3 className="mb-1 text-12 font-semibold">Stored</h3>
              {result.withheld && (
                <p className="mb-1 text-12 text-bad" role="alert">
                  The patterns take too long on this text. All of it would be withheld.
                </p>
              )}
              <div className="code">{withPills(result.text)}</div>
            </section>
            <p className="text-11 text-ink-3">
              {result.findings.length > 0 &&
                `${[...new Set(result.findings.map((f) => nameOf(f.class)))].join(', ')} · `}
              took{' '}
              {result.tookMicros < 1000
                ? `${result.tookMicros} µs`
                : `${(result.tookMicros / 1000).toFixed(1)} ms`}{' '}
              · nothing is stored
            </p>
          </>
        )}
      </div>
    </Panel>
  );
}
