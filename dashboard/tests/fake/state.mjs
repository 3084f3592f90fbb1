// What can be changed: each scenario has a state of its own, so that tests do not meet.
import { JOURNAL } from './audit.mjs';
import { keysOf } from './keys.mjs';
import { membersOf } from './people.mjs';
import { pricesOf } from './prices.mjs';
import { policyOf } from './privacy.mjs';
import { webhooksOf } from './webhooks.mjs';

function fresh(now) {
  const at = (ago) => new Date(now - ago).toISOString();
  return {
    organization: { id: '7c9f0d1e-3a52-4b8e-9d11-5e2f6a7b8c90', name: 'Northbeam', timeZone: 'UTC' },
    keys: keysOf(at),
    members: membersOf(at),
    policy: policyOf(),
    prices: pricesOf(at),
    retention: {
      installation: { executionDays: 90, contentDays: 30 },
      organization: { executionDays: null, contentDays: 14 },
    },
    webhooks: webhooksOf(at),
    audit: JOURNAL,
    outcomes: new Map(),
    views: [],
    attributes: [{ key: 'locale', label: 'Locale', pseudonymous: false }],
    edits: new Map(),
    register: new Map(),
    tested: null,
  };
}

export function stateOf(states, scenario, now) {
  if (!states.has(scenario)) {
    const state = fresh(now);
    if (scenario === 'empty') {
      Object.assign(state, { keys: [], members: [], webhooks: [], audit: [] });
      state.prices.unknown = [];
    }
    states.set(scenario, state);
  }
  return states.get(scenario);
}
