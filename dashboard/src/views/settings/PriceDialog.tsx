'use client';

import { useState } from 'react';
import type { Tier } from '@/api/types';
import { plural } from '@/format/numbers';
import { ChangeDialog, LabelledInput } from './parts';
import { EMPTY_TIER, formOf, PARTS, type TierForm, tierOf, wrongWith } from './tiers';

export interface PriceBody {
  model: string;
  tiers: Tier[];
  applyToPast: boolean;
  reason: string;
}

/** What a million tokens of one model cost, in tiers by the length of the context. */
export function PriceDialog({
  model: given,
  tiers,
  calls,
  onSave,
  onClose,
}: {
  /** Empty: the model is named here. */
  model: string;
  tiers: Tier[];
  /** Calls of the last 30 days that have no cost. */
  calls: number;
  onSave: (body: PriceBody) => Promise<unknown>;
  onClose: () => void;
}) {
  const [model, setModel] = useState(given);
  const [forms, setForms] = useState<TierForm[]>(tiers.length > 0 ? tiers.map(formOf) : [EMPTY_TIER]);
  const [past, setPast] = useState(calls > 0);
  const set = (at: number, change: Partial<TierForm>) =>
    setForms(forms.map((form, i) => (i === at ? { ...form, ...change } : form)));
  return (
    <ChangeDialog
      title={given ? `Price of ${given}` : 'Add a model'}
      what="Dollars per million tokens. Parts without a price make the cost of their calls unknown."
      verb="Set price"
      wide
      reasons={['Contract with the provider', 'Provider’s price list', 'Runs on our own machines']}
      wrong={model.trim() ? wrongWith(forms) : { model: 'Enter the model as agents name it.' }}
      onClose={onClose}
      onConfirm={(reason) =>
        onSave({ model: model.trim(), tiers: forms.map(tierOf), applyToPast: past, reason })
      }
    >
      {(refused) => (
        <>
          {!given && (
            <LabelledInput
              label="Model"
              unit="as agents name it"
              mono
              value={model}
              problem={refused.model}
              onChange={setModel}
            />
          )}
          {forms.map((form, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a tier has no name while it is being written
            <fieldset key={i} className="flex flex-col gap-2 rounded-[6px] border border-line p-3">
              <legend className="px-1 text-12 text-ink-2">
                {i === 0 ? (forms.length > 1 ? 'From the first token' : 'Price') : 'Longer contexts'}
              </legend>
              {i > 0 && (
                <div className="flex items-end gap-2">
                  <div className="w-44">
                    <LabelledInput
                      label="Above"
                      unit="tokens of input"
                      value={form.aboveTokens}
                      problem={refused[`tiers[${i}].aboveTokens`]}
                      onChange={(aboveTokens) => set(i, { aboveTokens })}
                    />
                  </div>
                  <button
                    type="button"
                    className="btn quiet"
                    onClick={() => setForms(forms.filter((_, k) => k !== i))}
                  >
                    Remove this tier
                  </button>
                </div>
              )}
              <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 md:grid-cols-6">
                {PARTS.map(({ key, label }) => (
                  <LabelledInput
                    key={key}
                    label={label}
                    unit="$"
                    value={form[key]}
                    problem={refused[`tiers[${i}].${key}`]}
                    onChange={(value) => set(i, { [key]: value })}
                  />
                ))}
              </div>
            </fieldset>
          ))}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-12">
            <button
              type="button"
              className="btn sm"
              onClick={() => setForms([...forms, { ...EMPTY_TIER, aboveTokens: '200000' }])}
            >
              Add a tier for longer contexts
            </button>
            <label className="flex items-center gap-2 text-ink-2">
              <input type="checkbox" checked={past} onChange={(event) => setPast(event.target.checked)} />
              Apply to past runs{' '}
              <span className="text-ink-3">
                {calls > 0
                  ? `gives ${plural(calls, 'call')} a cost and recounts their runs and days`
                  : 'gives calls without a cost one, and recounts their runs and days'}
              </span>
            </label>
          </div>
        </>
      )}
    </ChangeDialog>
  );
}
