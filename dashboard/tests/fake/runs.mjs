// The runs of the fake world.
import { MINUTE } from './answers.mjs';
import { hex, usd } from './random.mjs';

const FIRMS = [
  'Nordlicht Solar GmbH',
  'Harbor & Finch Ltd',
  'Lumen Dental Group',
  'Brauerei Ostkamp',
  'Voss Elektrotechnik',
  'Peregrine Freight',
  'Kanzlei Reuter & Sohn',
  'Maison Aubert',
  'Stadtwerke Lindau',
  'Copperline Roofing',
  'Tidewater Analytics',
  'Ashgrove Veterinary',
  'Möbelhaus Krantz',
  'Bluecrest Partners',
  'Orchard Lane Foods',
  'Weingut Halbritter',
  'Sable & Co Architects',
  'Fenwick Print Works',
  'Gull Point Marina',
];
const GERMAN = new Set([
  'Nordlicht Solar GmbH',
  'Brauerei Ostkamp',
  'Voss Elektrotechnik',
  'Kanzlei Reuter & Sohn',
  'Stadtwerke Lindau',
  'Möbelhaus Krantz',
  'Weingut Halbritter',
]);

export function makeRuns(r, now, writer, researcher, classifier) {
  const runs = [];
  let t = now - 900;
  for (let i = 0; i < 420; i++) {
    const agent = i % 9 === 5 ? classifier : i % 7 === 3 ? researcher : writer;
    const firm = FIRMS[i % FIRMS.length];
    const german = GERMAN.has(firm);
    const after = now - t < 55 * MINUTE;
    const bad = agent === writer && (after ? german && firm !== 'Voss Elektrotechnik' : r() < 0.008);
    const unknown = agent === writer && firm === 'Tidewater Analytics' && i < 30;
    const running = i === 0 && false;
    const traceId = hex(r, 32);
    const span = hex(r, 16);
    const seconds = agent === classifier ? 0.5 + r() * 0.4 : 2.5 + r() * 1.4;
    const inTok = Math.round(1400 + r() * 500 + (bad ? 500 : 0));
    runs.push({
      id: `${traceId}-${span}`,
      traceId,
      agent: { id: agent.id, name: agent.name },
      parentExecutionId: null,
      status: running ? 'running' : bad ? 'error' : 'ok',
      success: {
        value: unknown ? null : !bad,
        source: unknown ? null : i % 5 === 0 ? 'outcome' : 'status',
        confidence: unknown ? null : 1,
      },
      sessionId: `lead-${1000 + (i % 37)}`,
      userId: `user-${i % 11}`,
      startedAt: new Date(t).toISOString(),
      endedAt: new Date(t + Math.round(seconds * 1000)).toISOString(),
      durationMs: Math.round(seconds * 1000),
      costUsd: unknown ? null : usd(0.0031 + inTok * 0.0000037, 9),
      inputTokens: inTok,
      outputTokens: Math.round(inTok * 0.18),
      cacheReadTokens: 1152,
      cacheWriteTokens: 0,
      reasoningTokens: null,
      unpricedCalls: unknown ? 1 : 0,
      errorCount: bad ? 2 : 0,
      actionCount: bad ? 7 : 6,
      models: ['claude-sonnet-4-5'],
      name:
        agent === writer
          ? `${i % 3 === 1 ? 'Follow-up 2' : 'First email'} · ${firm}`
          : agent === classifier
            ? `Classify reply · ${firm}`
            : `Research · ${firm}`,
      total: {
        costUsd: unknown ? null : usd(0.0031 + inTok * 0.0000037, 9),
        inputTokens: inTok,
        outputTokens: Math.round(inTok * 0.18),
        actionCount: bad ? 7 : 6,
      },
      framework: 'langgraph',
      serviceName: 'email-writer',
      agentVersion: '2.3.0',
      lateArrival: false,
      promptName: agent === writer ? 'email-first' : null,
      promptVersion: agent === writer ? (after ? 'v14' : 'v13') : null,
      arm: null,
      assignmentProbability: null,
      taskClass: null,
      subject: `${agent === writer ? (i % 3 === 1 ? 'Follow-up 2' : 'First email') : agent === classifier ? 'Classify reply' : 'Research'} · ${firm}`,
      vcs: null,
      headline: bad ? `parse_output: the answer was not valid JSON at character ${44 + (i % 20)}` : null,
      learnings: [],
      environment: 'production',
      error: bad
        ? {
            spanId: span,
            type: 'JSONDecodeError',
            message: `Expecting ',' delimiter: line 1 column ${45 + (i % 20)} (char ${44 + (i % 20)})`,
          }
        : null,
      attributes: {
        locale: german ? 'de' : firm === 'Maison Aubert' ? 'fr' : 'en',
        campaign: german ? 'DACH Q4' : 'Global',
      },
    });
    t -= (20 + r() * 45) * 1000;
  }
  return runs;
}

/** The run of the checker that a good run of the writer ends with; null where there is none. */
export function childOf(world, run) {
  const [writer, , , , checker] = world.agents;
  if (run?.agent.id !== writer.id || run.success.value !== true || run.parentExecutionId) return null;
  return {
    ...run,
    id: `${run.traceId}-${'c'.repeat(16)}`,
    agent: { id: checker.id, name: checker.name },
    parentExecutionId: run.id,
    name: 'Check deliverability',
    subject: null,
    vcs: null,
    startedAt: new Date(Date.parse(run.startedAt) + 0.9 * run.durationMs).toISOString(),
    durationMs: 180,
    costUsd: '0.000400000',
    inputTokens: 240,
    outputTokens: 20,
    actionCount: 3,
    promptName: null,
    promptVersion: null,
    attributes: {},
    total: { costUsd: '0.000400000', inputTokens: 240, outputTokens: 20, actionCount: 3 },
  };
}

export function runOf(world, id) {
  const run = world.runs.find((each) => each.id === id || each.traceId === id);
  if (run) return run;
  const child = childOf(
    world,
    world.runs.find((each) => each.traceId === id.split('-')[0]),
  );
  return child?.id === id ? child : undefined;
}
