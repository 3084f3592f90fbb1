import { isObject } from './json.js';
import { parsePath, valuesAt } from './path.js';

/** Whether a condition holds; unknown if that cannot be decided. */
export type Truth = 'true' | 'false' | 'unknown';

/** Decides about arguments. */
export type Test = (args: unknown) => Truth;

type Values = (values: unknown[]) => Truth;

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Compiles `when`: null, `{all: [condition]}` or `{any: [condition]}`; any other form is unknown. */
export function compileWhen(when: unknown): Test {
  if (when === null || when === undefined) return () => 'true';
  const { all, any } = isObject(when) ? when : {};
  if (Array.isArray(all) && any == null) return quantified(all.map(compileCondition), 'false', 'true');
  if (Array.isArray(any) && all == null) return quantified(any.map(compileCondition), 'true', 'false');
  return () => 'unknown';
}

/** The deciding result if any test has it, else unknown if any is unknown, else the other result. */
function quantified(tests: Test[], deciding: Truth, otherwise: Truth): Test {
  return (args) => {
    let result = otherwise;
    for (const test of tests) {
      const truth = test(args);
      if (truth === deciding) return deciding;
      if (truth === 'unknown') result = 'unknown';
    }
    return result;
  };
}

function compileCondition(condition: unknown): Test {
  if (!isObject(condition) || typeof condition.path !== 'string') return () => 'unknown';
  const path = parsePath(condition.path);
  const decide = compileOperation(condition.op, condition.value);
  return (args) => decide(valuesAt(args, path));
}

function compileOperation(op: unknown, operand: unknown): Values {
  switch (op) {
    case 'eq':
      return operand === null ? isNull : some((value) => truth(equal(value, operand)));
    case 'ne':
      return (values) =>
        truth(values.length === 0 ? operand !== null : !values.some((v) => equal(v, operand)));
    case 'in':
      return Array.isArray(operand) ? some((value) => truth(operand.some((o) => equal(value, o)))) : unknown;
    case 'exists':
      return typeof operand === 'boolean'
        ? (values) => truth(values.some((v) => v !== null) === operand)
        : unknown;
    case 'lt':
      return comparison(operand, (order) => order < 0);
    case 'lte':
      return comparison(operand, (order) => order <= 0);
    case 'gt':
      return comparison(operand, (order) => order > 0);
    case 'gte':
      return comparison(operand, (order) => order >= 0);
    case 'contains':
      return textual(operand, (text, part) => text.includes(part), true);
    case 'startsWith':
      return textual(operand, (text, part) => text.startsWith(part), false);
    case 'endsWith':
      return textual(operand, (text, part) => text.endsWith(part), false);
    default:
      return unknown;
  }
}

const unknown: Values = () => 'unknown';

const isNull: Values = (values) => truth(values.length === 0 || values.some((value) => value === null));

function truth(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}

/** True if the test is true for any value that is not null, else unknown if it is for any, else false. */
function some(test: (value: unknown) => Truth): Values {
  return (values) => {
    let result: Truth = 'false';
    for (const value of values) {
      const one = value === null ? 'false' : test(value);
      if (one === 'true') return 'true';
      if (one === 'unknown') result = 'unknown';
    }
    return result;
  };
}

function comparison(operand: unknown, holds: (order: number) => boolean): Values {
  if (typeof operand === 'number') {
    return some((value) => {
      const number = numberOf(value);
      return number === undefined ? 'unknown' : truth(holds(number - operand));
    });
  }
  if (typeof operand !== 'string') return unknown;
  return some((value) =>
    typeof value === 'string' ? truth(holds(compareTexts(value, operand))) : 'unknown',
  );
}

function textual(operand: unknown, holds: (text: string, part: string) => boolean, lists: boolean): Values {
  if (typeof operand !== 'string') return unknown;
  return some((value) => {
    if (typeof value === 'string') return truth(holds(value, operand));
    return lists && Array.isArray(value) ? truth(value.some((item) => equal(item, operand))) : 'unknown';
  });
}

/** Whether two scalars are equal; a text of a decimal number equals that number. */
function equal(left: unknown, right: unknown): boolean {
  if (typeof left === 'object' && left !== null) return false;
  if (typeof left === 'number' && typeof right === 'string') return numberOf(right) === left;
  if (typeof left === 'string' && typeof right === 'number') return numberOf(left) === right;
  return left === right;
}

/** The double that a number, or a text of a decimal number, stands for. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return DECIMAL.test(text) ? Number(text) : undefined;
}

/** The order of two texts by Unicode code points. */
function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    if (left.charCodeAt(i) === right.charCodeAt(i)) continue;
    const start =
      i > 0 && isLowSurrogate(left.charCodeAt(i)) && isLowSurrogate(right.charCodeAt(i)) ? i - 1 : i;
    return (left.codePointAt(start) as number) - (right.codePointAt(start) as number);
  }
  return left.length - right.length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
