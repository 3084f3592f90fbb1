import {
  type Context,
  context,
  ProxyTracerProvider,
  type Span,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { currentSpan } from '../execution/current.js';
import { VERSION } from '../version.js';
import type { Recorder } from './recorder.js';

interface ExtensibleProvider extends TracerProvider {
  addSpanProcessor(processor: SpanProcessor): void;
}

/** The provider whose spans are recorded: the host's where it can be extended, else one of our own. */
export function chooseProvider(
  recorder: Recorder,
  resource: Resource,
  given?: TracerProvider,
): TracerProvider {
  const host = given ?? globalProvider();
  if (isExtensible(host)) host.addSpanProcessor(recorder);
  if (given !== undefined || isExtensible(host)) return host;
  return new BasicTracerProvider({ resource, spanProcessors: [recorder] });
}

/** Makes a provider the one of the whole process. */
export function registerGlobally(provider: TracerProvider): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
}

/** The context under which a new span belongs: the innermost span that the server will know. */
export function parentContext(recorder: Recorder, active: Context = context.active()): Context {
  const span = trace.getSpan(active);
  if (span !== undefined && recorder.knows(span)) return active;
  const current = currentSpan();
  return current === undefined ? active : trace.setSpan(active, current);
}

/** A provider whose spans belong to the current execution, also where the process has no context manager. */
export class NestingProvider implements TracerProvider {
  constructor(
    private readonly provider: TracerProvider,
    private readonly recorder: Recorder,
  ) {}

  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer {
    const tracer = this.provider.getTracer(name, version, options);
    const nested = (active?: Context) => parentContext(this.recorder, active);
    return {
      startSpan: (spanName, spanOptions, active) => tracer.startSpan(spanName, spanOptions, nested(active)),
      startActiveSpan: (spanName: string, ...rest: unknown[]) => {
        const body = rest.at(-1) as (span: Span) => unknown;
        const [spanOptions, active] = rest.slice(0, -1) as [object?, Context?];
        return tracer.startActiveSpan(spanName, spanOptions ?? {}, nested(active), body);
      },
    } as Tracer;
  }
}

/** The tracer of this SDK. */
export function sdkTracer(provider: TracerProvider): Tracer {
  return provider.getTracer('@metaagent/sdk', VERSION);
}

function globalProvider(): TracerProvider {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
}

function isExtensible(provider: TracerProvider): provider is ExtensibleProvider {
  return typeof (provider as Partial<ExtensibleProvider>).addSpanProcessor === 'function';
}
