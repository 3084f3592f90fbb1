import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';
import { fixture } from '../server/fixtures.js';

const world = fixture();

afterEach(() => {
  trace.disable();
  context.disable();
});

const span = (name: string) => world.server.spans.find((one) => one.name === name);

/** A provider that can be extended, as those of OpenTelemetry 1. */
class ExtensibleProvider extends BasicTracerProvider {
  readonly #processors: SpanProcessor[];

  constructor() {
    const processors: SpanProcessor[] = [];
    super({
      spanProcessors: [
        {
          onStart: (started, parent) => processors.forEach((one) => void one.onStart(started, parent)),
          onEnd: (ended) => processors.forEach((one) => void one.onEnd(ended)),
          forceFlush: async () => {},
          shutdown: async () => {},
        },
      ],
    });
    this.#processors = processors;
  }

  addSpanProcessor(processor: SpanProcessor): void {
    this.#processors.push(processor);
  }
}

test('a provider of the host that can be extended is used', async () => {
  const provider = new ExtensibleProvider();
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const client = world.connect();
  const tracer = trace.getTracer('host');
  await tracer.startActiveSpan('request', async (request) => {
    await client.agent('desk').execution('in', () => tracer.startActiveSpan('query', (query) => query.end()));
    request.end();
  });
  await client.flush();
  expect(span('invoke_agent desk')?.parentSpanId).toBe(span('request')?.spanId);
  expect(span('query')?.parentSpanId).toBe(span('invoke_agent desk')?.spanId);
});

test('a provider of the host that cannot be extended takes our processor when it is made', async () => {
  const client = world.connect();
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter), client.spanProcessor as SpanProcessor];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  await client.agent('desk').execution('in', () =>
    trace.getTracer('host').startActiveSpan('query', (query) => {
      query.setAttribute('mail', 'ada@x.example');
      query.setAttribute('list', ['b@x.example']);
      query.setAttribute('app.api_key', 'k');
      query.end();
    }),
  );
  await client.flush();
  expect(span('query')).toMatchObject({
    parentSpanId: span('invoke_agent desk')?.spanId,
    attributes: { mail: '<EMAIL>', list: ['<EMAIL>'], 'app.api_key': '<SECRET>' },
    resource: { 'metaagent.sdk': 'typescript/0.1.0' },
  });
  expect(exporter.getFinishedSpans()[0]?.attributes.mail).toBe('ada@x.example');
});

test('our provider becomes that of the process only where it is asked for', async () => {
  world.connect();
  expect(trace.getTracer('host').startSpan('x').isRecording()).toBe(false);
  const client = world.connect({ registerGlobally: true });
  await client.agent('desk').execution('in', () => {
    trace.getTracer('host').startActiveSpan('query', (query) => query.end());
  });
  await client.flush();
  expect(span('query')?.parentSpanId).toBe(span('invoke_agent desk')?.spanId);
});

test('a given provider is used as it is', async () => {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const client = world.connect({ tracerProvider });
  await client.agent('desk').execution('in', () => 'x');
  expect(exporter.getFinishedSpans().map((one) => one.name)).toEqual(['invoke_agent desk']);
});

test('an active span of an instrumentation lies below the execution without a context manager', async () => {
  const client = world.connect();
  const tracer = client.tracerProvider.getTracer('instrumentation');
  await client.agent('desk').execution('in', () => {
    tracer.startActiveSpan('one', (one) => one.end());
    tracer.startActiveSpan('two', { attributes: { a: 1 } }, (two) => two.end());
  });
  await client.flush();
  for (const name of ['one', 'two']) expect(span(name)?.parentSpanId).toBe(span('invoke_agent desk')?.spanId);
});

test('a resource names the service that the environment names', async () => {
  process.env.OTEL_SERVICE_NAME = 'shop';
  process.env.OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment.name=test,team=a%20b,broken=%';
  const client = world.connect();
  await client.agent('desk').execution('in', () => 'x');
  await client.flush();
  delete process.env.OTEL_SERVICE_NAME;
  delete process.env.OTEL_RESOURCE_ATTRIBUTES;
  expect(span('invoke_agent desk')?.resource).toMatchObject({
    'service.name': 'shop',
    'deployment.environment.name': 'test',
    team: 'a b',
    broken: '%',
  });
});
