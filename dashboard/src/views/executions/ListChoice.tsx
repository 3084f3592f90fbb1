'use client';

import { useAddress } from '@/shell/address';
import { Icon } from '@/ui/icons';
import { Segments } from '@/ui/states';
import { GROUPINGS } from './grouping';
import type { ListQuery } from './query';
import { NEWEST_FIRST } from './sorting';

/** What is listed: runs, their actions, or groups of runs; and whether the newest come in by themselves. */
export function ListChoice({ list, attributes }: { list: ListQuery; attributes: string[] }) {
  const { change } = useAddress();
  const { view, range, tail, sort, grouping } = list;
  const known = GROUPINGS.some((each) => each.by === grouping?.by);
  const still =
    range.to !== null
      ? 'The live tail needs a range without an end.'
      : view === 'groups' || (view === 'runs' && sort !== NEWEST_FIRST)
        ? 'The live tail needs the newest runs first.'
        : null;
  return (
    <>
      <Segments
        label="What is listed"
        value={view === 'actions' ? 'actions' : 'runs'}
        options={[
          { value: 'runs', label: 'Runs' },
          { value: 'actions', label: 'Actions' },
        ]}
        onChange={(to) =>
          change({ view: to === 'runs' ? null : to, by: null, sort: null, sel: null, kind: null })
        }
      />
      <select
        className="sel"
        aria-label="Group runs by"
        value={grouping?.by ?? ''}
        onChange={(event) =>
          change(
            {
              by: event.target.value || null,
              sort:
                event.target.value && view !== 'groups'
                  ? '-costUsd'
                  : view === 'groups' && event.target.value
                    ? sort
                    : null,
              view: null,
              sel: null,
            },
            'push',
          )
        }
      >
        <option value="">Not grouped</option>
        {GROUPINGS.map((each) => (
          <option key={each.by} value={each.by}>
            By {each.one}
          </option>
        ))}
        {grouping && !known && <option value={grouping.by}>By {grouping.one}</option>}
        {attributes
          .filter((key) => `attr.${key}` !== grouping?.by)
          .map((key) => (
            <option key={key} value={`attr.${key}`}>
              By {key}
            </option>
          ))}
      </select>
      <button
        type="button"
        className="btn sm"
        aria-pressed={tail}
        disabled={still !== null}
        title={still ?? undefined}
        onClick={() => change({ tail: tail ? null : 'on' })}
      >
        <Icon name={tail ? 'pause' : 'play'} size={12} />
        Live tail
      </button>
    </>
  );
}
