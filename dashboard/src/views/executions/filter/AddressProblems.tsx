import type { AddressProblem } from './problems';

/** What the address asks for and cannot have, with the way to mend it. */
export function AddressProblems({
  problems,
  onUse,
  onRemove,
}: {
  problems: AddressProblem[];
  onUse: (param: string, value: string, instead: string) => void;
  onRemove: (param: string) => void;
}) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="flex-none px-2 text-12">
      <ul className="flex flex-col gap-1" aria-label="Ignored parts of the address">
        {problems.map(({ param, value, text, instead }) => (
          <li key={`${param}=${value}`} className="flex flex-wrap items-center gap-x-2">
            <span className="text-bad">
              Ignored: <code>{`${param}=${value}`}</code>
            </span>
            <span className="text-ink-3">{text}</span>
            {instead && (
              <button
                type="button"
                className="link min-h-6"
                onClick={() => onUse(param, value, instead.param)}
              >
                Filter by {instead.label}
              </button>
            )}
            <button type="button" className="link min-h-6" onClick={() => onRemove(param)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
