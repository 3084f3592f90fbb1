'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Agent } from '@/api/types';
import { useKeys } from '@/shell/keys';
import { Icon } from '@/ui/icons';
import { FIELDS, type Filter, parseFilter, wordsOf } from './filters';

interface Suggestion {
  text: string;
  hint: string;
  /** A value is complete; a field still wants one. */
  complete: boolean;
}

function suggest(typed: string, agents: Agent[], values: Map<string, string[]>): Suggestion[] {
  const colon = typed.indexOf(':');
  if (colon < 0) {
    const word = typed.trim().toLowerCase();
    const fields = FIELDS.filter((f) => f.param !== 'success' && (!word || f.name.startsWith(word)));
    const named = word
      ? agents
          .filter((a) => a.name.toLowerCase().includes(word))
          .slice(0, 5)
          .map((a) => ({ text: `agent:${a.name}`, hint: 'agent', complete: true }))
      : [];
    return [...named, ...fields.map((f) => ({ text: `${f.name}:`, hint: f.hint, complete: false }))].slice(
      0,
      9,
    );
  }
  const name = typed.slice(0, colon).trim().toLowerCase();
  const start = typed
    .slice(colon + 1)
    .trim()
    .toLowerCase();
  const field = FIELDS.find((f) => f.name === name);
  const known =
    field?.param === 'agent'
      ? agents.map((a) => a.name)
      : field?.param === 'failed'
        ? ['failed', 'succeeded']
        : field?.param === 'status'
          ? ['ok', 'error', 'running', 'unknown']
          : (values.get(field?.param ?? `attr.${name}`) ?? []);
  return known
    .filter((value) => value.toLowerCase().includes(start))
    .slice(0, 9)
    .map((value) => ({ text: `${field?.name ?? name}:${value}`, hint: '', complete: true }));
}

/** The conditions as typed tokens, with completion from values that really occur. */
export function FilterBar({
  filters,
  agents,
  values,
  onAdd,
  onRemove,
  children,
}: {
  filters: Filter[];
  agents: Agent[];
  values: Map<string, string[]>;
  onAdd: (filter: Filter) => void;
  onRemove: (filter: Filter) => void;
  children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [wrong, setWrong] = useState<string | null>(null);
  const found = open ? suggest(typed, agents, values) : [];
  useKeys([{ key: '/', does: 'filter', run: () => input.current?.focus() }]);

  const commit = (text: string) => {
    const filter = parseFilter(text, agents);
    if (!filter) {
      if (text.trim()) setWrong(`“${text.trim()}” is no condition: write a field, a colon and a value.`);
      return;
    }
    setWrong(null);
    setTyped('');
    setChosen(-1);
    onAdd(filter);
  };
  const take = (suggestion: Suggestion) => {
    if (suggestion.complete) commit(suggestion.text);
    else {
      setTyped(suggestion.text);
      setChosen(-1);
    }
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const picked = found[chosen];
    if (event.key === 'ArrowDown') setChosen(Math.min(found.length - 1, chosen + 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(-1, chosen - 1));
    else if (event.key === 'Enter') picked ? take(picked) : commit(typed);
    else if (event.key === 'Tab' && picked) take(picked);
    else if (event.key === 'Escape') {
      if (open && found.length > 0) setOpen(false);
      else input.current?.blur();
    } else if (event.key === 'Backspace' && typed === '') {
      const last = filters.at(-1);
      if (last) onRemove(last);
      return;
    } else return;
    event.preventDefault();
  };

  return (
    <search className="flex-none">
      <div className="filters">
        <Icon name="filter" size={15} className="mx-1 text-ink-3" />
        {filters.map((filter) => {
          const words = wordsOf(filter, agents);
          return (
            <span className="token" key={filter.param}>
              <span className="text-ink-3">
                {words.field} {words.op}
              </span>
              <span title={words.value}>{words.value}</span>
              <button
                type="button"
                aria-label={`Remove the filter ${words.field} ${words.op} ${words.value}`}
                onClick={() => onRemove(filter)}
              >
                <Icon name="x" size={12} />
              </button>
            </span>
          );
        })}
        <input
          ref={input}
          className="h-6.5 min-w-40 flex-1 bg-transparent px-2 text-12 outline-none placeholder:text-ink-3"
          value={typed}
          aria-label="Filter runs: field, colon, value"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
          placeholder={'outcome:failed   model:…   cost:>0.02   text:"…"'}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
            setWrong(null);
            setChosen(-1);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setTimeout(() => setOpen(false), 120)}
          onKeyDown={onKey}
        />
        <kbd>/</kbd>
        {children}
        <div
          id={list}
          role="listbox"
          aria-label="Suggestions"
          tabIndex={-1}
          hidden={found.length === 0}
          className="float absolute top-full left-2 mt-1 w-[min(380px,calc(100%-16px))] p-1.5"
        >
          {found.map((suggestion, i) => (
            <div
              key={suggestion.text}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === chosen}
              className="menu-item cursor-pointer text-12"
              onPointerDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
            >
              <span className="text-ink-1">{suggestion.text}</span>
              <span className="truncate text-ink-3">{suggestion.hint}</span>
            </div>
          ))}
        </div>
      </div>
      {wrong && <p className="px-2 pt-1 text-12 text-bad">{wrong}</p>}
    </search>
  );
}
