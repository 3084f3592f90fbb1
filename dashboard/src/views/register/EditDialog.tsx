'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgentEdit, RegisterDetail } from '@/api/types';
import { toast } from '@/shell/toasts';
import ChangeDialog from '@/ui/ChangeDialog';
import { Segments } from '@/ui/states';
import { send } from './send';
import { DATA_CLASSES, MOST_CLASSES, type Risk } from './words';

interface Form {
  purpose: string;
  owner: string;
  team: string;
  classes: string;
  risk: Risk | '';
}

const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((word) => word.trim().toLowerCase())
      .filter(Boolean),
  ),
];

const formOf = (entry: RegisterDetail): Form => ({
  purpose: entry.purpose ?? '',
  owner: entry.owner ?? '',
  team: entry.team ?? '',
  classes: entry.dataClasses.join(', '),
  risk: entry.risk ?? '',
});

/** Only what was changed; an empty text removes what was said. */
function editOf(before: Form, after: Form): Omit<AgentEdit, 'reason'> {
  return {
    ...(after.purpose.trim() !== before.purpose && { purpose: after.purpose.trim() }),
    ...(after.owner.trim() !== before.owner && { owner: after.owner.trim() }),
    ...(after.team.trim() !== before.team && { team: after.team.trim() }),
    ...(wordsOf(after.classes).join() !== wordsOf(before.classes).join() && {
      dataClasses: wordsOf(after.classes),
    }),
    ...(after.risk !== before.risk && { risk: after.risk }),
  };
}

/** What people say of an agent: purpose, owner, team, data and risk. */
export default function EditDialog({ entry, onClose }: { entry: RegisterDetail; onClose: () => void }) {
  const client = useQueryClient();
  const before = formOf(entry);
  const [form, setForm] = useState(before);
  const edit = editOf(before, form);
  const classes = wordsOf(form.classes);
  const wrong: Record<string, string> = {
    ...(classes.length > MOST_CLASSES && { dataClasses: `At most ${MOST_CLASSES} words.` }),
    ...(classes.some((word) => word.length > 40) && { dataClasses: 'At most 40 characters each.' }),
  };
  const set = (part: Partial<Form>) => setForm({ ...form, ...part });
  const toggle = (word: string) =>
    set({
      classes: (classes.includes(word) ? classes.filter((each) => each !== word) : [...classes, word]).join(
        ', ',
      ),
    });
  return (
    <ChangeDialog
      title={`Edit the entry of ${entry.agent.name}`}
      what="What people say of the agent. Nothing it may do changes with it; limits and tool rules are on its Policy tab."
      verb="Save entry"
      wrong={
        Object.keys(wrong).length > 0 ? wrong : Object.keys(edit).length === 0 ? 'Nothing was changed.' : null
      }
      reasons={['The entry was incomplete', 'The agent does something else now']}
      onClose={onClose}
      onConfirm={async (reason) => {
        await send(client, entry, { ...edit, reason });
        toast({ kind: 'better', title: `The entry of ${entry.agent.name} was changed` });
      }}
    >
      {(refused) => (
        <div className="flex flex-col gap-3 text-12 text-ink-2">
          <label className="flex flex-col gap-1">
            <span>
              Purpose <span className="text-ink-3">what it is for, in a sentence</span>
            </span>
            <textarea
              className="field"
              rows={2}
              maxLength={500}
              value={form.purpose}
              aria-invalid={!!refused.purpose}
              onChange={(event) => set({ purpose: event.target.value })}
            />
          </label>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            <label className="flex flex-col gap-1">
              <span>
                Owner <span className="text-ink-3">who answers for it</span>
              </span>
              <input
                className="field"
                maxLength={200}
                value={form.owner}
                onChange={(event) => set({ owner: event.target.value })}
              />
            </label>
            <label className="flex flex-col gap-1">
              <span>
                Team <span className="text-ink-3">who runs it</span>
              </span>
              <input
                className="field"
                maxLength={200}
                value={form.team}
                onChange={(event) => set({ team: event.target.value })}
              />
            </label>
          </div>
          <div className="flex flex-col gap-1">
            <label className="flex flex-col gap-1">
              <span>
                Data it works with <span className="text-ink-3">words, separated by commas</span>
              </span>
              <input
                className="field"
                value={form.classes}
                aria-invalid={!!refused.dataClasses}
                onChange={(event) => set({ classes: event.target.value })}
              />
            </label>
            {refused.dataClasses && <span className="text-bad">{refused.dataClasses}</span>}
            <fieldset className="flex flex-wrap gap-1.5 pt-0.5">
              <legend className="sr-only">Usual words</legend>
              {DATA_CLASSES.map((word) => (
                <button
                  key={word}
                  type="button"
                  className="btn sm"
                  aria-pressed={classes.includes(word)}
                  onClick={() => toggle(word)}
                >
                  {word}
                </button>
              ))}
            </fieldset>
          </div>
          <div className="flex flex-col items-start gap-1">
            <span>
              Risk <span className="text-ink-3">how much harm it could do</span>
            </span>
            <Segments<Risk | ''>
              label="Risk"
              value={form.risk}
              options={[
                { value: '', label: 'Not said' },
                { value: 'low', label: 'Low' },
                { value: 'medium', label: 'Medium' },
                { value: 'high', label: 'High' },
              ]}
              onChange={(risk) => set({ risk })}
            />
          </div>
        </div>
      )}
    </ChangeDialog>
  );
}
