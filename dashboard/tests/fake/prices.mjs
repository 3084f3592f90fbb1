// The prices of the fake server.
import { DAY, ok } from './answers.mjs';

const tier = (
  aboveTokens,
  input,
  output,
  cacheRead = null,
  cacheWrite = null,
  batchInput = null,
  batchOutput = null,
) => ({
  aboveTokens,
  input,
  output,
  cacheRead,
  cacheWrite,
  batchInput,
  batchOutput,
});
const listed = (model, ...tiers) => ({ model, source: 'list', tiers, updatedAt: null, updatedBy: null });

export const pricesOf = (at) => ({
  asOf: '2026-11-15',
  currency: 'USD',
  per: '1 million tokens',
  version: 1,
  unknown: [
    {
      model: 'acme-chat-72b',
      calls: 4118,
      inputTokens: 6_204_118,
      outputTokens: 812_400,
      lastSeenAt: at(4_000),
    },
    {
      model: 'qwen3-coder:30b',
      calls: 96,
      inputTokens: 90_211,
      outputTokens: null,
      lastSeenAt: at(2 * DAY),
    },
  ],
  models: [
    listed('claude-haiku-4-5', tier(0, '1', '5', '0.10', '1.25', '0.50', '2.50')),
    listed(
      'claude-sonnet-4-5',
      tier(0, '3', '15', '0.30', '3.75', '1.50', '7.50'),
      tier(200_000, '6', '22.50', '0.60', '7.50'),
    ),
    listed('gemini-2.5-flash', tier(0, '0.30', '2.50', '0.075')),
    listed('gpt-5-mini', tier(0, '0.25', '2', '0.025', null, '0.125', '1')),
    {
      ...listed('mistral-large-latest', tier(0, '1.80', '5.40')),
      source: 'organization',
      updatedAt: at(9 * DAY),
      updatedBy: 'Mira Adler',
    },
  ],
});

export function prices({ method, q, body, state, now }) {
  const { models, unknown } = state.prices;
  if (method === 'PUT') {
    const saved = {
      model: body.model,
      source: 'organization',
      tiers: body.tiers,
      updatedAt: new Date(now).toISOString(),
      updatedBy: 'Local administrator',
    };
    state.prices.models = [...models.filter((m) => m.model !== body.model), saved];
    state.prices.unknown = unknown.filter((m) => m.model !== body.model);
    return ok(saved);
  }
  if (method === 'DELETE') {
    state.prices.models = models.map((m) =>
      m.model === q.get('model') ? { ...m, source: 'list', updatedAt: null, updatedBy: null } : m,
    );
    return ok(undefined, 204);
  }
  return ok(state.prices);
}
