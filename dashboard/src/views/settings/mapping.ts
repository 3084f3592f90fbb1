import type { Webhook, WebhookSource } from '@/api/types';

/** How JSON becomes runs or outcomes: protocol/webhooks/mapping.schema.json. */
export interface Mapping {
  each?: string;
  kind: 'execution' | 'outcome';
  fields: Record<string, string>;
}

export const SOURCES: { value: WebhookSource; label: string; about: string }[] = [
  { value: 'n8n', label: 'n8n', about: 'Workflow runs, from the hook file or an error workflow.' },
  { value: 'coldforge', label: 'ColdForge', about: 'E-mails generated, delivered, bounced and answered.' },
  { value: 'agency-pm', label: 'Agency PM', about: 'Tasks executed, and results of automations.' },
  { value: 'generic', label: 'Anything else', about: 'Any JSON; you map its fields.' },
];

export const sourceName = (source: WebhookSource): string =>
  SOURCES.find((s) => s.value === source)?.label ?? source;

/** The fields that a mapping can fill, in the order in which they are offered; `attributes.*` too. */
export const FIELDS: Record<Mapping['kind'], string[]> = {
  execution:
    `agent id status startedAt endedAt durationMs input output model provider inputTokens outputTokens
    cacheReadTokens cacheWriteTokens reasoningTokens costUsd sessionId userId environment version framework
    promptName promptVersion arm taskClass errorType error success key parentId revision traceparent`.split(
      /\s+/,
    ),
  outcome: 'outcomeKind executionId traceId key success value comment by at id source confidence'.split(' '),
};

/** One line of the editor. */
export interface Line {
  field: string;
  path: string;
}

export interface MappingForm {
  each: string;
  kind: Mapping['kind'];
  lines: Line[];
}

export const STARTER: Mapping = {
  kind: 'execution',
  fields: {
    agent: '$.workflow.name',
    id: '$.run.id',
    status: '$.run.status',
    startedAt: '$.run.started',
    endedAt: '$.run.finished',
    input: '$.run.input',
    output: '$.run.output',
  },
};

export const SAMPLE = `{
  "workflow": { "name": "Invoice reader" },
  "run": {
    "id": "7211",
    "status": "ok",
    "started": "2026-11-24T14:30:01Z",
    "finished": "2026-11-24T14:30:04Z",
    "input": "invoice 2026-114.pdf",
    "output": "118.40 EUR, due 8 Dec"
  }
}`;

/** What the editor starts from: a stored mapping, whose kind may be left out, or the starter. */
export const formOf = (mapping: Webhook['mapping'] | Mapping): MappingForm => {
  const given: Record<string, unknown> = { ...(mapping ?? STARTER) };
  return {
    each: typeof given.each === 'string' ? given.each : '',
    kind: given.kind === 'outcome' ? 'outcome' : 'execution',
    lines: Object.entries(given.fields ?? {}).map(([field, path]) => ({ field, path: String(path) })),
  };
};

export function mappingOf(form: MappingForm): Mapping {
  const fields: Record<string, string> = {};
  for (const { field, path } of form.lines)
    if (field.trim() && path.trim()) fields[field.trim()] = path.trim();
  return { ...(form.each.trim() && { each: form.each.trim() }), kind: form.kind, fields };
}

/** What is wrong with each line before it is sent: by position; `each` has a place of its own. */
export function problemsOf(form: MappingForm): { each: string | null; lines: (string | null)[] } {
  const known = new Set(FIELDS[form.kind]);
  const seen = new Set<string>();
  return {
    each: form.each.trim() && !form.each.trim().startsWith('$') ? 'A path starts with $.' : null,
    lines: form.lines.map(({ field, path }) => {
      const name = field.trim();
      if (!name) return path.trim() ? 'Which field?' : null;
      if (seen.has(name)) return `${name} is already mapped above.`;
      seen.add(name);
      if (!known.has(name) && !(form.kind === 'execution' && name.startsWith('attributes.')))
        return `${form.kind === 'execution' ? 'A run' : 'An outcome'} has no field named ${name}.`;
      if (!path.trim()) return 'Enter a path such as $.run.id, or = and a constant.';
      return /^[$=]/.test(path.trim()) ? null : 'A path starts with $, a constant with =.';
    }),
  };
}

/** The sample as JSON, or why it is none. */
export function sampleOf(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    return {
      problem: `The sample is not valid JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`,
    };
  }
}

/** How a sender signs what it posts, for a terminal. */
export const signingSnippet = (webhook: Pick<Webhook, 'url'>): string => `BODY='{"hello": "world"}'
T=$(date +%s)
V1=$(printf '%s.%s' "$T" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -hex | sed 's/.* //')
curl -i ${webhook.url} \\
  -H 'Content-Type: application/json' \\
  -H "X-MetaAgent-Signature: t=$T,v1=$V1" \\
  -d "$BODY"`;

/** The address with this server in front, where only a path was given. */
export const absoluteUrl = (url: string, origin: string): string => new URL(url, origin).href;
