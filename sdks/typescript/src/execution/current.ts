import { AsyncLocalStorage } from 'node:async_hooks';
import { context, type Span, trace } from '@opentelemetry/api';
import type { Execution } from './execution.js';

/** What runs now: an execution, and the innermost span of it. */
export interface Current {
  execution: Execution;
  span: Span;
}

// One for the process, also where the package is loaded both as ESM and as CommonJS.
const key = Symbol.for('metaagent.sdk.current');
const shared = globalThis as unknown as Record<symbol, AsyncLocalStorage<Current> | undefined>;
shared[key] ??= new AsyncLocalStorage<Current>();
const storage = shared[key];

/** The execution within which the caller runs; undefined outside of any. */
export function currentExecution(): Execution | undefined {
  return storage.getStore()?.execution;
}

/** The innermost span of the current execution. */
export function currentSpan(): Span | undefined {
  return storage.getStore()?.span;
}

/** Runs a function within a span of an execution. */
export function within<T>(current: Current, body: () => T): T {
  return storage.run(current, () => context.with(trace.setSpan(context.active(), current.span), body));
}
