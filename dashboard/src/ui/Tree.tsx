import { Pills } from './Pseudonyms';

/** A value that holds no others, as JSON writes it; texts without quotes. */
function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string')
    return value === '' ? <span className="text-ink-3">empty text</span> : <Pills text={value} />;
  return <span className={value === null ? 'text-ink-3' : 'text-ink-1'}>{String(value)}</span>;
}

const isParent = (value: unknown): value is object => value !== null && typeof value === 'object';

/** The fields of an object, or the items of a list, as rows; what is nested is indented. */
function Rows({ value, depth }: { value: object; depth: number }) {
  const entries = Array.isArray(value)
    ? value.map((item, i) => [String(i + 1), item] as const)
    : Object.entries(value);
  return entries.map(([key, child]) => {
    const parent = isParent(child) && Object.keys(child).length > 0;
    return (
      <div key={key} className={parent ? '' : 'tree-row'}>
        <dt className="text-ink-3" style={{ paddingLeft: depth * 14 }}>
          {key}
        </dt>
        <dd className="min-w-0">
          {parent ? (
            <dl>
              <Rows value={child} depth={depth + 1} />
            </dl>
          ) : isParent(child) ? (
            <span className="text-ink-3">{Array.isArray(child) ? 'empty list' : 'empty object'}</span>
          ) : (
            <Leaf value={child} />
          )}
        </dd>
      </div>
    );
  });
}

/** Structured data as keys and values, with what was replaced before storing as pills. */
export function Tree({ value }: { value: unknown }) {
  if (!isParent(value))
    return (
      <div className="tree">
        <Leaf value={value} />
      </div>
    );
  if (Object.keys(value).length === 0) return <div className="text-12 text-ink-3">No arguments.</div>;
  return (
    <dl className="tree">
      <Rows value={value} depth={0} />
    </dl>
  );
}
