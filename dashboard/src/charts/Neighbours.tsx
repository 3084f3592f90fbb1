'use client';

import Link from 'next/link';
import type { Dependencies } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { Unknown } from '@/ui/values';
import { useWidth } from './size';

const MOST = 14;
/** Narrower than this the layers would cut the names they are about: then it is a table. */
const LEAST_PX = 420;
const PAD_PX = 14;
const NODE = 40;
const GAP = 10;

type Edge = Dependencies['edges'][number];

/** Who calls this agent and whom it calls: layers from left to right, numbers on the edges; above 14 a table. */
export function Neighbours({ data, agent }: { data: Dependencies; agent: string }) {
  const nodes = new Map(data.nodes.map((n) => [n.id, n]));
  const into = data.edges.filter((e) => e.to === agent && e.from !== agent);
  const out = data.edges.filter((e) => e.from === agent && e.to !== agent);
  if (into.length + out.length > MOST || into.length + out.length === 0) {
    return into.length + out.length === 0 ? (
      <p className="pad text-12 text-ink-3">No calls to or from other agents seen.</p>
    ) : (
      <EdgeTable edges={[...into, ...out]} nodes={nodes} agent={agent} />
    );
  }
  return <Layers into={into} out={out} nodes={nodes} agent={agent} />;
}

/** A handoff is seen and its runs are not counted: they are null. */
const runsOf = (edge: Edge) => (edge.executions === null ? '' : count(edge.executions));
const fails = (edge: Edge) => (edge.failed ?? 0) > 0;
const edgeLabel = (edge: Edge) =>
  fails(edge) ? `${runsOf(edge)}, ${count(edge.failed ?? 0)} failed` : runsOf(edge);

/** `A calls B, 12 runs, 2 failed`; what is not counted is left out. */
export function edgeSentence(edge: Edge, nameOf: (id: string) => string): string {
  const calls = `${nameOf(edge.from)} ${edge.kind === 'handoff' ? 'hands over to' : 'calls'} ${nameOf(edge.to)}`;
  return edge.executions === null
    ? calls
    : `${calls}, ${plural(edge.executions, 'run')}, ${edge.failed ?? 0} failed`;
}

function Layers({
  into,
  out,
  nodes,
  agent,
}: {
  into: Edge[];
  out: Edge[];
  nodes: Map<string, Dependencies['nodes'][number]>;
  agent: string;
}) {
  const [ref, whole] = useWidth<HTMLDivElement>();
  const width = Math.max(0, whole - 2 * PAD_PX);
  const rows = Math.max(into.length, out.length, 1);
  const height = rows * (NODE + GAP) - GAP;
  const box = Math.min(150, Math.max(92, width * 0.25));
  const columns = [0, (width - box) / 2, width - box];
  const y = (i: number, of: number) => (height - (of * (NODE + GAP) - GAP)) / 2 + i * (NODE + GAP);
  const middle = y(0, 1) + NODE / 2;
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    const bend = (x2 - x1) / 2;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  };
  const edges = [
    ...into.map((edge, i) => ({
      edge,
      x1: box,
      y1: y(i, into.length) + NODE / 2,
      x2: columns[1] ?? 0,
      y2: middle,
    })),
    ...out.map((edge, i) => ({
      edge,
      x1: (columns[1] ?? 0) + box,
      y1: middle,
      x2: columns[2] ?? 0,
      y2: y(i, out.length) + NODE / 2,
    })),
  ];
  const node = (id: string, column: number, top: number) => {
    const it = nodes.get(id);
    if (!it) return null;
    return (
      <Link
        key={`${column}-${id}`}
        href={href('/agent', { id })}
        aria-current={id === agent ? 'true' : undefined}
        className={`absolute flex items-center gap-2 rounded-[6px] border px-2.5 text-12 ${id === agent ? (it.status === 'failing' ? 'border-bad bg-bad-soft' : 'border-edge bg-bg-3') : 'border-line-2 bg-bg-1 hover:bg-bg-2'}`}
        style={{ left: columns[column], top, width: box, height: NODE }}
        title={`${it.name}: ${wordOfAgent(it.status)}`}
      >
        <StatusGlyph kind={glyphOfAgent(it.status)} size={13} label={wordOfAgent(it.status)} />
        <span className="line-clamp-2 leading-[15px] font-medium [overflow-wrap:anywhere]">{it.name}</span>
      </Link>
    );
  };
  if (whole > 0 && whole < LEAST_PX) {
    return (
      <div ref={ref}>
        <EdgeTable edges={[...into, ...out]} nodes={nodes} agent={agent} />
      </div>
    );
  }
  return (
    <div ref={ref} className="pad">
      <div className="relative" style={{ height }}>
        {width > 0 && (
          <>
            <svg
              width={width}
              height={height}
              className="absolute inset-0"
              role="img"
              aria-label={edges
                .map(({ edge }) => edgeSentence(edge, (id) => nodes.get(id)?.name ?? id))
                .join('; ')}
            >
              {edges.map(({ edge, x1, y1, x2, y2 }) => {
                const bad = fails(edge);
                return (
                  <g key={`${edge.from}-${edge.to}-${edge.kind}`}>
                    <path
                      d={line(x1, y1, x2, y2)}
                      fill="none"
                      stroke={bad ? 'var(--bad-fill)' : 'var(--edge)'}
                      strokeDasharray={edge.kind === 'handoff' ? '3 3' : undefined}
                    />
                    <text
                      x={(x1 + x2) / 2}
                      y={(y1 + y2) / 2 - 4}
                      textAnchor="middle"
                      style={{
                        fill: bad ? 'var(--bad)' : 'var(--ink-2)',
                        stroke: 'var(--bg-1)',
                        strokeWidth: 4,
                        paintOrder: 'stroke',
                      }}
                    >
                      {x2 - x1 < 110 ? runsOf(edge) : edgeLabel(edge)}
                    </text>
                  </g>
                );
              })}
            </svg>
            {into.map((edge, i) => node(edge.from, 0, y(i, into.length)))}
            {node(agent, 1, y(0, 1))}
            {out.map((edge, i) => node(edge.to, 2, y(i, out.length)))}
          </>
        )}
      </div>
    </div>
  );
}

function EdgeTable({
  edges,
  nodes,
  agent,
}: {
  edges: Edge[];
  nodes: Map<string, Dependencies['nodes'][number]>;
  agent: string;
}) {
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>Agent</th>
          <th>Direction</th>
          <th className="r">Runs</th>
          <th className="r">Failed</th>
        </tr>
      </thead>
      <tbody>
        {edges.map((edge) => {
          const other = edge.from === agent ? edge.to : edge.from;
          return (
            <tr key={`${edge.from}-${edge.to}-${edge.kind}`}>
              <td>
                <Link className="hover:underline" href={href('/agent', { id: other })}>
                  {nodes.get(other)?.name ?? other}
                </Link>
              </td>
              <td className="text-ink-2">{edge.from === agent ? 'called' : 'caller'}</td>
              <td className="r">
                {edge.executions === null ? <Unknown why="handoffs are not counted" /> : runsOf(edge)}
              </td>
              <td className={`r ${fails(edge) ? 'text-bad' : 'text-ink-3'}`}>
                {edge.failed === null ? <Unknown why="handoffs are not counted" /> : count(edge.failed)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
