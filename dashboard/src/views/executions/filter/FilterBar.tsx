'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useKeys } from '@/shell/keys';
import { Icon } from '@/ui/icons';
import { FilterToken } from './FilterToken';
import type { Filter } from './filters';
import { typedOf } from './filters';
import { parseFilter, readTyped } from './parse';
import { type Known, type Suggestion, suggest } from './suggest';

/** What a person is writing: a new condition, or one that is changed. */
interface Draft {
  typed: string;
  instead: Filter | null;
}
const NOTHING: Draft = { typed: '', instead: null };

/** The conditions as typed tokens, with completion from values that really occur. */
export function FilterBar({
  filters,
  known,
  ignored = () => null,
  onField,
  onAdd,
  onRemove,
  children,
}: {
  filters: Filter[];
  known: Known;
  /** Why a condition does nothing in this list; null where it works. */
  ignored?: (filter: Filter) => string | null;
  /** The field whose values are wanted, as the parameter of the address. */
  onField: (param: string | null) => void;
  /** Adds conditions, in place of another where one was changed. */
  onAdd: (filters: Filter[], instead: Filter | null) => void;
  onRemove: (filter: Filter) => void;
  children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [draft, setDraft] = useState(NOTHING);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [wrong, setWrong] = useState<string | null>(null);
  const found = open ? suggest(draft.typed, known) : [];
  // nothing is chosen before something is typed: Enter then does nothing
  const at = Math.min(draft.typed.trim() === '' ? chosen - 1 : chosen, found.length - 1);
  useKeys([{ key: '/', does: 'filter', run: () => input.current?.focus() }]);

  const write = (typed: string, instead = draft.instead) => {
    setDraft({ typed, instead });
    setOpen(true);
    setChosen(0);
    setWrong(null);
    onField(readTyped(typed, known.attributes)?.field.param ?? null);
  };
  const close = () => {
    setOpen(false);
    setChosen(0);
  };
  const clear = () => {
    setDraft(NOTHING);
    setWrong(null);
    close();
  };
  const commit = (text: string) => {
    const parsed = parseFilter(text, known.agents, known.attributes);
    if ('wrong' in parsed) {
      setDraft({ ...draft, typed: text });
      setWrong(parsed.wrong);
      return close();
    }
    clear();
    if (parsed.filters.length > 0) onAdd(parsed.filters, draft.instead);
  };
  const take = (suggestion: Suggestion, finish: boolean) => {
    if (suggestion.complete && finish) commit(suggestion.text);
    else write(suggestion.text);
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const picked = open ? found[at] : undefined;
    if (event.key === 'ArrowDown' && !open) setOpen(true);
    else if (event.key === 'ArrowDown') setChosen(Math.min(found.length, chosen + 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(0, chosen - 1));
    else if (event.key === 'Enter') picked ? take(picked, true) : commit(draft.typed);
    else if (event.key === 'Tab' && !event.shiftKey && picked && picked.text !== draft.typed)
      take(picked, false);
    else if (event.key === 'Escape') {
      if (open && found.length > 0) close();
      else if (draft.typed || draft.instead) clear();
      else input.current?.blur();
    } else if (event.key === 'Backspace' && draft.typed === '') {
      const last = filters.at(-1);
      if (last) onRemove(last);
      return;
    } else return;
    event.preventDefault();
  };
  const edit = (filter: Filter) => {
    write(typedOf(filter, known.agents), filter);
    input.current?.focus();
  };

  return (
    <search className="flex-none">
      <div className="filters">
        <Icon name="filter" size={15} className="mx-1 text-ink-3" />
        {filters.map((filter) => (
          <FilterToken
            key={filter.param}
            filter={filter}
            agents={known.agents}
            why={ignored(filter)}
            changing={draft.instead?.param === filter.param}
            onEdit={() => edit(filter)}
            onTurn={(turned) => onAdd([turned], filter)}
            onRemove={() => onRemove(filter)}
          />
        ))}
        <input
          ref={input}
          className="h-6.5 min-w-40 flex-1 bg-transparent px-2 text-12 outline-none placeholder:text-ink-3"
          value={draft.typed}
          aria-label="Filter runs: field, operator, value"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
          placeholder={
            filters.length > 0 ? 'Add a filter' : 'outcome:failed   duration > 10s   not model:…   any text'
          }
          onChange={(event) => write(event.target.value)}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={() => setTimeout(close, 120)}
          onKeyDown={onKey}
        />
        <kbd>/</kbd>
        {children}
        <Suggestions id={list} found={found} at={at} onTake={(each) => take(each, true)} />
      </div>
      {wrong && (
        <p className="px-2 pt-1 text-12 text-bad" role="alert">
          {wrong}
        </p>
      )}
    </search>
  );
}

function Suggestions({
  id,
  found,
  at,
  onTake,
}: {
  id: string;
  found: Suggestion[];
  at: number;
  onTake: (suggestion: Suggestion) => void;
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      tabIndex={-1}
      hidden={found.length === 0}
      className="float absolute top-full left-2 mt-1 max-h-[min(420px,60vh)] w-[min(420px,calc(100%-16px))] overflow-auto p-1.5"
    >
      {found.map((suggestion, i) => (
        <div
          key={suggestion.text}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === at}
          className="menu-item cursor-pointer text-12"
          ref={i === at ? (element) => element?.scrollIntoView?.({ block: 'nearest' }) : undefined}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
        >
          <span className="truncate text-ink-1">{suggestion.text}</span>
          <span className="ml-auto truncate pl-2 text-ink-3">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
