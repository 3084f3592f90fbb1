'use client';

import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useAgents, useStatus, useViews } from '@/api/queries';
import { Icon, type IconName } from '@/ui/icons';
import { glyphOfAgent, wordOfAgent } from '@/ui/StatusGlyph';
import { href } from './address';
import { type Command, commandsOnScreen } from './commands';
import { mayOpen, SECTIONS } from './sections';

const PLACES: Command[] = [
  { id: 'fleet', icon: 'fleet', title: 'Fleet', key: 'G F', href: '/fleet' },
  { id: 'executions', icon: 'executions', title: 'Executions', key: 'G X', href: '/executions' },
  {
    id: 'failed',
    icon: 'executions',
    title: 'Failed runs',
    detail: 'of all agents, last 24 hours',
    href: '/executions?failed=true',
  },
  { id: 'connect', icon: 'connect', title: 'Connect an agent', key: 'G C', href: '/connect' },
  { id: 'settings', icon: 'settings', title: 'Settings', key: 'G S', href: '/settings' },
];

const HEX = /^[0-9a-f]{32}(-[0-9a-f]{16})?$/i;

/** Find or do: what can be done here first, then places, then search. */
export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const query = useDeferredValue(text.trim());
  const agents = useAgents({ q: query || undefined, limit: 8 });
  const views = useViews();
  const role = useStatus().data?.principal.role;
  const list = useId();
  const [here] = useState(commandsOnScreen);

  const groups = useMemo(() => {
    const fits = (command: Command) =>
      !query || `${command.title} ${command.detail ?? ''}`.toLowerCase().includes(query.toLowerCase());
    const found: { title: string; commands: Command[] }[] = here.map((group) => ({
      title: group.title,
      commands: group.commands.filter(fits),
    }));
    const named = (agents.data?.items ?? [])
      .filter((agent) => !query || agent.name.toLowerCase().includes(query.toLowerCase()))
      .slice(0, 6);
    found.push({
      title: 'Go to',
      commands: [
        ...named.map((agent) => ({
          id: `agent-${agent.id}`,
          icon: 'agent' as IconName,
          title: agent.name,
          detail: `agent · ${wordOfAgent(agent.status)}`,
          href: href('/agent', { id: agent.id }),
        })),
        ...named
          .filter((agent) => query && glyphOfAgent(agent.status) === 'bad')
          .map((agent) => ({
            id: `failed-${agent.id}`,
            icon: 'executions' as IconName,
            title: `Failed runs of ${agent.name}`,
            href: href('/executions', { agent: agent.id, failed: 'true' }),
          })),
        ...(views.data?.items ?? []).map((view) => ({
          id: `view-${view.id}`,
          icon: 'bookmark' as IconName,
          title: view.name,
          detail: 'saved view',
          href: `/${view.page.replace(/^\//, '')}${view.query ? `?${view.query.replace(/^\?/, '')}` : ''}`,
        })),
        ...PLACES,
        ...SECTIONS.filter((section) => mayOpen(section, role)).map((section) => ({
          id: `settings-${section.id}`,
          icon: 'settings' as IconName,
          title: `Settings: ${section.name}`,
          detail: section.about,
          href: href('/settings', { section: section.id }),
        })),
      ].filter((c) => c.id.startsWith('agent-') || fits(c)),
    });
    found.push({
      title: 'Settings of this browser',
      commands: [
        { id: 'keys', icon: 'keyboard' as IconName, title: 'All keys', key: '?', run: onKeys },
      ].filter(fits),
    });
    if (query) {
      const search: Command[] = [
        {
          id: 'text',
          icon: 'search',
          title: `Runs whose text contains “${query}”`,
          detail: 'names, errors and messages',
          href: href('/executions', { q: query }),
        },
      ];
      if (HEX.test(query)) {
        search.unshift({
          id: 'trace',
          icon: 'executions',
          title: `Run ${query.slice(0, 12)}…`,
          detail: 'by its id',
          href: href('/execution', { id: query.toLowerCase() }),
        });
      }
      found.push({ title: 'Search messages', commands: search });
    }
    const seen = new Set<string>();
    return found
      .map((group) => ({
        ...group,
        commands: group.commands.filter((c) => !c.href || (!seen.has(c.href) && seen.add(c.href))),
      }))
      .filter((group) => group.commands.length > 0);
  }, [query, agents.data, views.data, here, onKeys, role]);

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
            {flat.length === 0 && <div className="px-4 py-6 text-ink-3">Nothing here has that name.</div>}
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
                      <span className="truncate text-ink-1">{command.title}</span>
                      <span className="truncate text-12 text-ink-3">{command.detail}</span>
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
              <kbd>⌘↵</kbd> in a new tab
            </span>
            <span className="flex-1" />
            <span>only what your role may do is listed</span>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
