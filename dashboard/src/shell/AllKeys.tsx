'use client';

import { Dialog } from 'radix-ui';
import { openBindings, useChord } from './keys';
import { setPreferences, usePreferences } from './preferences';

const EVERYWHERE: [string, string][] = [
  ['G F', 'go to Fleet'],
  ['G X', 'go to Executions'],
  ['G A', 'go to Approvals'],
  ['G C', 'go to Connect'],
  ['G S', 'go to Settings'],
  ['M', 'marks of changes on and off'],
  ['U', 'times in UTC and back'],
  ['?', 'all keys'],
];

const NAMES: Record<string, string> = { ' ': 'Space', enter: '↵', escape: 'Esc', 'shift+t': '⇧T' };
const nameOf = (key: string) => NAMES[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key);

/** Every key that works here, and the switch that turns single keys off. */
export default function AllKeys({ onClose }: { onClose: () => void }) {
  const { singleKeys } = usePreferences();
  const find = useChord('K');
  const here = openBindings();
  const seen = new Set<string>();
  const list = here.filter((b) => !seen.has(b.key) && seen.add(b.key));
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="float dialog fixed top-[12vh] left-1/2 max-h-[76vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-auto p-5"
          aria-describedby={undefined}
        >
          <Dialog.Title className="text-15 font-semibold">All keys</Dialog.Title>
          <div className="mt-3 grid grid-cols-1 gap-x-8 gap-y-4 sm:grid-cols-2">
            <Keys title="On this page" keys={list.map((b) => [nameOf(b.key), b.does])} />
            <Keys title="Everywhere" keys={[[find, 'find or do'], ...EVERYWHERE]} />
          </div>
          <label className="mt-4 flex items-center gap-2.5 border-t border-line pt-3.5 text-12 text-ink-2">
            <input
              type="checkbox"
              checked={singleKeys}
              onChange={(event) => setPreferences({ singleKeys: event.target.checked })}
            />
            Single-key shortcuts
          </label>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Keys({ title, keys }: { title: string; keys: [string, string][] }) {
  return (
    <section>
      <h3 className="mb-1.5 text-11 font-medium text-ink-3">{title}</h3>
      {keys.length === 0 && <p className="text-12 text-ink-3">No keys of its own.</p>}
      {keys.map(([key, does]) => (
        <div key={key} className="flex h-7 items-center gap-3 text-12 text-ink-2">
          <span className="w-16">
            <kbd>{key}</kbd>
          </span>
          {does}
        </div>
      ))}
    </section>
  );
}
