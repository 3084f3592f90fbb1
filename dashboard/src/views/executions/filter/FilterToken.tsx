import type { Agent } from '@/api/types';
import { Icon } from '@/ui/icons';
import { type Filter, opposite, wordsOf } from './filters';

/** One condition: its value is edited, its operator turned round, and it is taken off, each by a click. */
export function FilterToken({
  filter,
  agents,
  why,
  changing,
  onEdit,
  onTurn,
  onRemove,
}: {
  filter: Filter;
  agents: Agent[];
  /** Why it does nothing here. */
  why: string | null;
  /** Its text stands in the field. */
  changing: boolean;
  onEdit: () => void;
  onTurn: (turned: Filter) => void;
  onRemove: () => void;
}) {
  const { field, op, value } = wordsOf(filter, agents);
  const turned = opposite(filter);
  const words = turned ? wordsOf(turned, agents) : null;
  const to = words && `${words.field} ${words.op} ${words.value}`;
  return (
    <span className="token" data-off={!!why || changing || undefined} title={why ?? undefined}>
      <span className="text-ink-3">{field}</span>
      {turned ? (
        <button
          type="button"
          className="op"
          title={`Change to: ${to}`}
          aria-label={`${op}: change to ${to}`}
          onClick={() => onTurn(turned)}
        >
          {op}
        </button>
      ) : (
        <span className="op">{op}</span>
      )}
      <button
        type="button"
        className="value"
        title={`${value}: edit`}
        aria-label={`${value}: edit the filter ${field}`}
        onClick={onEdit}
      >
        {value}
      </button>
      {why && <span className="sr-only">{why}</span>}
      <button
        type="button"
        aria-label={`Remove the filter ${field} ${op} ${value}`}
        onClick={onRemove}
        className="off"
      >
        <Icon name="x" size={12} />
      </button>
    </span>
  );
}
