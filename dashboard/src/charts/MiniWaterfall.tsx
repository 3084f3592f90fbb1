import type { Action } from '@/api/types';
import { duration } from '@/format/numbers';
import { Icon } from '@/ui/icons';
import { kindOf } from './kinds';
import { rowsOf, treeOf } from './tree';

/** A small waterfall of the first actions of a run: one row each, bars at least 3 px. */
export function MiniWaterfall({ actions, limit = 14 }: { actions: Action[]; limit?: number }) {
  const { roots, start, end } = treeOf(actions);
  const rows = rowsOf(roots, () => false);
  const length = Math.max(1, end - start);
  return (
    <div>
      {rows.slice(0, limit).map(({ action, depth, offset, children }) => {
        const kind = kindOf(action.kind);
        const bad = action.status === 'error';
        return (
          <div
            key={action.spanId}
            className="grid h-[23px] grid-cols-[minmax(0,142px)_minmax(60px,1fr)_52px] items-center gap-2 text-12"
          >
            <span
              className={`flex min-w-0 items-center gap-1.5 ${bad && children.length === 0 ? 'text-bad' : 'text-ink-2'}`}
              style={{ paddingLeft: Math.min(depth, 4) * 12 }}
              title={action.name}
            >
              <Icon name={kind.icon} size={12} style={{ color: kind.hue }} />
              <span className="truncate">{action.name}</span>
            </span>
            <span className="relative h-2">
              <i
                className="absolute h-2 rounded-[2px]"
                style={{
                  left: `${Math.min(99, (offset / length) * 100)}%`,
                  width: `max(3px, ${((action.durationMs ?? 0) / length) * 100}%)`,
                  background: bad && children.length === 0 ? 'var(--bad-fill)' : kind.hue,
                }}
              />
            </span>
            <span className="text-right text-11 text-ink-3">
              {action.durationMs === null ? '–' : duration(action.durationMs)}
            </span>
          </div>
        );
      })}
      {rows.length > limit && (
        <div className="pt-1 text-12 text-ink-3">{rows.length - limit} more actions</div>
      )}
    </div>
  );
}
