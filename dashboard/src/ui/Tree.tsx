import type { ReactNode } from 'react';
import { Pills } from './Pseudonyms';

/** A value that holds no others, as JSON writes it; texts without quotes. */
function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string')
    return value === '' ? <span className="text-ink-3">empty text</span> : <Pills text={value} />;
  return <span className={value === null ? 'text-ink-3' : 'text-ink-1'}>{String(value)}</span>;
}

const isParent = (value: unknown): value is object => value !== null && typeof value === 'object';

/** Words beside a value, by the way to it: keys, and places in lists from 0. */
export type TreeMarks = ReadonlyMap<string, string>;

/** The way to a value as one text. */
export const wayTo = (steps: readonly string[]): string => JSON.stringify(steps);

interface RowsProps {
  value: object;
  steps: readonly string[];
  marks: TreeMarks | undefined;
}

/** The fields of an object, or the items of a list, as rows; what is nested is indented. */
function Rows({ value, steps, marks }: RowsProps) {
  const entries = Array.isArray(value)
    ? value.map((item, i) => [String(i + 1), item] as const)
    : Object.entries(value);
  const depth = steps.length;
  return entries.map(([key, child], i) => {
    const parent = isParent(child) && Object.keys(child).length > 0;
    const way = [...steps, Array.isArray(value) ? String(i) : key];
    const mark = marks?.get(wayTo(way));
    return (
      <div key={key} className={parent ? '' : 'tree-row'}>
        <dt className="text-ink-3" style={{ paddingLeft: depth * 14 }}>
          {key}
          {parent && mark && <span className="met-words"> {mark}</span>}
        </dt>
        <dd className="min-w-0">
          {parent ? (
            <dl>
              <Rows value={child} steps={way} marks={marks} />
            </dl>
          ) : (
            <Marked by={mark}>
              {isParent(child) ? (
                <span className="text-ink-3">{Array.isArray(child) ? 'empty list' : 'empty object'}</span>
              ) : (
                <Leaf value={child} />
              )}
            </Marked>
          )}
        </dd>
      </div>
    );
  });
}

function Marked({ by, children }: { by: string | undefined; children: ReactNode }) {
  if (!by) return children;
  return (
    <>
      <mark className="met">{children}</mark> <span className="met-words">{by}</span>
    </>
  );
}

/** Structured data as keys and values, with what was replaced before storing as pills. */
export function Tree({ value, marks }: { value: unknown; marks?: TreeMarks }) {
  if (!isParent(value))
    return (
      <div className="tree">
        <Marked by={marks?.get(wayTo([]))}>
          <Leaf value={value} />
        </Marked>
      </div>
    );
  if (Object.keys(value).length === 0) return <div className="text-12 text-ink-3">No arguments.</div>;
  return (
    <dl className="tree">
      <Rows value={value} steps={[]} marks={marks} />
    </dl>
  );
}
