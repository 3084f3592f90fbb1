'use client';

import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { href } from './address';
import { type Command, type CommandGroup, commandsOnScreen, fits } from './commands';
import { useChord } from './keys';
import { useChanges } from './palette-changes';
import { useFound } from './palette-found';
import { usePlaces } from './palette-places';

interface Sources {
  here: CommandGroup[];
  places: Command[];
  found: Command[];
  changes: Command[];
}

/** Groups in the order in which they are listed; nothing is listed twice, changes only once they are asked for. */
function groupsOf(query: string, { here, places, found, changes }: Sources): CommandGroup[] {
  const search: Command = {
    id: 'text',
    icon: 'search',
    title: `Runs whose text contains “${query}”`,
    detail: 'names, errors and messages',
    href: href('/executions', { q: query }),
  };
  const fitting = (commands: Command[]) => commands.filter((command) => fits(command, query));
  const all: CommandGroup[] = [
    ...here.map(({ title, commands }) => ({ title, commands: fitting(commands) })),
    { title: 'Go to', commands: fitting(places) },
    { title: 'Runs', commands: found },
    { title: 'Change', commands: query ? fitting(changes) : changes.filter((each) => each.id === 'keys') },
    { title: 'Search messages', commands: query ? [search] : [] },
  ];
  const seen = new Set<string>();
  return all
    .map((group) => ({
      ...group,
      commands: group.commands.filter((c) => !c.href || (!seen.has(c.href) && seen.add(c.href))),
    }))
    .filter((group) => group.commands.length > 0);
}

/** Find or do: what can be done here first, then places, then search. */
export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const query = useDeferredValue(text.trim());
  const list = useId();
  const [here] = useState(commandsOnScreen);
  const newTab = useChord('↵');
  const places = usePlaces(query);
  const found = useFound(query);
  const changes = useChanges(onKeys);
  const groups = useMemo(
    () => groupsOf(query, { here, places, found, changes }),
    [query, here, places, found, changes],
  );

  const flat = groups.flatMap((group) => group.commands);
  const at = Math.min(chosen, Math.max(0, flat.length - 1));
  const open = (command: Command, newTab: boolean) => {
    if (command.href) {
      if (newTab) window.open(command.href, '_blank', 'noopener');
      else {
        onClose();
        router.push(command.href);
      }
      return;
    }
    onClose();
    // After the palette has gone and given the focus back.
    setTimeout(() => command.run?.(), 0);
  };
  let row = -1;
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="float dialog fixed top-[14vh] left-1/2 flex max-h-[70vh] w-[min(640px,calc(100vw-32px))] -translate-x-1/2 flex-col"
          aria-describedby={undefined}
        >
          <Dialog.Title className="sr-only">Find or do</Dialog.Title>
          <div className="flex h-12 flex-none items-center gap-3 border-b border-line px-4">
            <Icon name="search" size={17} />
            <input
              className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none"
              autoFocus
              value={text}
              aria-label="Find or do"
              role="combobox"
              aria-expanded="true"
              aria-controls={list}
              aria-activedescendant={flat[at] ? `${list}-${flat[at].id}` : undefined}
              onChange={(event) => {
                setText(event.target.value);
                setChosen(0);
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, flat.length));
                else if (event.key === 'ArrowUp')
                  setChosen((at - 1 + flat.length) % Math.max(1, flat.length));
                else if (event.key === 'Enter') {
                  const command = flat[at];
                  if (command) open(command, event.metaKey || event.ctrlKey);
                } else return;
                event.preventDefault();
              }}
            />
            <kbd>esc</kbd>
          </div>
          <div
            id={list}
            role="listbox"
            aria-label="What was found"
            className="min-h-0 overflow-auto pb-2"
            tabIndex={-1}
          >
            {flat.length === 0 && <div className="px-4 py-6 text-ink-3">Nothing found.</div>}
            {groups.map((group) => (
              <div key={group.title} role="group" aria-label={group.title}>
                <div className="px-4 pt-2.5 pb-1 text-11 font-medium text-ink-3">{group.title}</div>
                {group.commands.map((command) => {
                  row++;
                  const index = row;
                  return (
                    <div
                      key={command.id}
                      id={`${list}-${command.id}`}
                      role="option"
                      aria-selected={index === at}
                      className="menu-item mx-1.5 h-8.5 w-auto cursor-pointer gap-3 whitespace-nowrap"
                      ref={
                        index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined
                      }
                      onMouseMove={() => setChosen(index)}
                      onClick={(event) => open(command, event.metaKey || event.ctrlKey)}
                    >
                      <Icon name={command.icon} size={15} className="text-ink-3" />
                      <span className="max-w-3/4 flex-none truncate text-ink-1">
                        <Pills text={command.title} />
                      </span>
                      <span className="min-w-0 truncate text-12 text-ink-3">{command.detail}</span>
                      <span className="flex-1" />
                      {command.key && <kbd>{command.key}</kbd>}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
          <div className="only-wide flex flex-none items-center gap-3.5 border-t border-line px-4 py-2.5 text-11 text-ink-3">
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> choose
            </span>
            <span>
              <kbd>↵</kbd> open
            </span>
            <span>
              <kbd>{newTab}</kbd> in a new tab
            </span>
            <span className="flex-1" />
            <span>What your role may not do is left out</span>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
