import type { Action } from '@/api/types';

export interface Node {
  action: Action;
  depth: number;
  /** Milliseconds after the start of the run. */
  offset: number;
  children: Node[];
}

/** The tree of the actions that are known; what has no known parent is a root. Siblings in start order. */
export function treeOf(actions: Action[]): { roots: Node[]; start: number; end: number } {
  const start = actions.reduce((min, a) => Math.min(min, Date.parse(a.startedAt)), Number.POSITIVE_INFINITY);
  let end = start;
  const nodes = new Map<string, Node>();
  const byId = new Map<string, Node>();
  for (const action of actions) {
    const at = Date.parse(action.startedAt);
    end = Math.max(end, at + (action.durationMs ?? 0));
    const node = { action, depth: 0, offset: at - start, children: [] };
    nodes.set(action.spanId, node);
    byId.set(action.id, node);
  }
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.action.parentId
      ? (nodes.get(node.action.parentId) ?? byId.get(node.action.parentId))
      : undefined;
    if (parent && parent !== node) parent.children.push(node);
    else roots.push(node);
  }
  const order = (list: Node[], depth: number) => {
    list.sort((a, b) => a.offset - b.offset || (b.action.durationMs ?? 0) - (a.action.durationMs ?? 0));
    for (const node of list) {
      node.depth = depth;
      order(node.children, depth + 1);
    }
  };
  order(roots, 0);
  return { roots, start, end };
}

/** The rows of a tree from top to bottom; what is closed hides its children. */
export function rowsOf(roots: Node[], closed: (node: Node) => boolean): Node[] {
  const rows: Node[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node; node = stack.pop()) {
    rows.push(node);
    if (!closed(node)) for (const child of node.children.toReversed()) stack.push(child);
  }
  return rows;
}
