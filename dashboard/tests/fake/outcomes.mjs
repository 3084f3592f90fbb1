// What became of runs.
import { list, MINUTE, ok } from './answers.mjs';
import { runOf } from './runs.mjs';

export function outcomes({ params, state, now, world }) {
  const executionId = params.id;
  const run = runOf(world, executionId);
  if (!state.outcomes.has(executionId)) {
    const at = new Date(now - 4 * MINUTE).toISOString();
    state.outcomes.set(
      executionId,
      run?.success?.value === null
        ? []
        : [
            {
              id: 'o1',
              kind: run?.success?.value ? 'reply_received' : 'bounced',
              success: run?.success?.value ?? null,
              source: 'outcome',
              confidence: 1,
              value: null,
              comment: run?.success?.value ? 'Answered by <EMAIL:k1x9f3a7c2>' : null,
              by: 'ColdForge production',
              at,
              receivedAt: at,
              best: true,
            },
            {
              id: 'o2',
              kind: 'status',
              success: run?.success?.value ?? null,
              source: 'status',
              confidence: 0.5,
              value: null,
              comment: null,
              by: null,
              at,
              receivedAt: at,
              best: false,
            },
          ],
    );
  }
  return list(state.outcomes.get(executionId));
}

export function addOutcome({ body, state, now }) {
  if (body.comment?.includes('refuse'))
    return ok({
      items: [
        {
          index: 0,
          id: null,
          executionId: null,
          state: 'refused',
          errors: [{ field: 'kind', message: 'small letters, digits and _ only' }],
          warnings: [],
        },
      ],
    });
  const all = state.outcomes.get(body.executionId) ?? [];
  const { executionId: _, ...told } = body;
  const at = new Date(now).toISOString();
  const best = !all.some((o) => o.source === 'outcome');
  const added = {
    id: `o${all.length + 1}`,
    confidence: 1,
    value: null,
    at,
    receivedAt: at,
    by: 'Local administrator',
    comment: null,
    ...told,
    best,
  };
  state.outcomes.set(body.executionId, [...all.map((o) => ({ ...o, best: o.best && !best })), added]);
  return ok({
    items: [
      { index: 0, id: added.id, executionId: body.executionId, state: 'attached', errors: [], warnings: [] },
    ],
  });
}
