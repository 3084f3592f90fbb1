import { moment } from '@/api/time-range';
import { groupingOf } from '../grouping';
import { KINDS } from '../kinds';
import { SORTS } from '../sorting';
import { FIELDS, fieldNamed, placeOf } from './fields';
import { faultOf } from './filters';

/** A part of the address that cannot be used: said, never dropped. */
export interface AddressProblem {
  param: string;
  value: string;
  text: string;
  /** What was most likely meant. */
  instead?: { param: string; label: string };
}

const time = (value: string) =>
  moment(value, 0) === null ? 'It is no time such as -6h or 2026-01-31T12:00:00Z.' : null;
const oneOf = (choices: readonly string[]) => (value: string) =>
  choices.includes(value) ? null : `It is one of ${choices.join(', ')}.`;
const anything = () => null;

/** What else the address of this page carries, and what each part must be. */
const OTHERS: Record<string, (value: string) => string | null> = {
  from: time,
  to: time,
  sort: anything,
  by: (value) => (groupingOf(value) ? null : 'Runs cannot be grouped by it.'),
  kind: oneOf(KINDS),
  view: oneOf(['actions']),
  tail: oneOf(['on']),
  sel: anything,
  columns: anything,
  theme: anything,
  organization: anything,
};

/** All that the address asks for and this page cannot do. */
export function problemsOf(params: URLSearchParams): AddressProblem[] {
  const out: AddressProblem[] = [];
  for (const [param, value] of params) {
    if (placeOf(param)) {
      const fault = faultOf({ param, values: [value] });
      if (fault) out.push({ param, value, text: fault });
    } else if (Object.hasOwn(OTHERS, param)) {
      const fault = value === '' ? null : OTHERS[param]?.(value);
      if (fault) out.push({ param, value, text: fault });
    } else out.push({ param, value, text: 'There is no such filter.', instead: meant(param) });
  }
  const sort = params.get('sort');
  const sorts = params.has('by') ? SORTS.groups : SORTS.runs;
  if (sort && !sorts.includes(sort.replace(/^-/, '')))
    out.push({ param: 'sort', value: sort, text: `It is one of ${sorts.join(', ')}.` });
  return out;
}

/** `user` for `userId`, `prompt` for `promptVersion`, `SessionID` for `sessionId`. */
function meant(param: string): AddressProblem['instead'] {
  const field =
    fieldNamed(param) ??
    FIELDS.find((f) => f.param.toLowerCase().replace(/(id|type|version)$/, '') === param.toLowerCase());
  if (!field || field.number) return undefined;
  return { param: field.param, label: field.name };
}
