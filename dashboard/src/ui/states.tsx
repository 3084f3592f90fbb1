'use client';

import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { ApiError } from '@/api/client';
import { StatusGlyph } from './StatusGlyph';

/** Nothing to show: what would be here, and one way to get it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex max-w-[440px] flex-col justify-center gap-1.5 px-4.5 py-8">
      <div className="font-medium">{title}</div>
      {children && <div className="text-12 text-ink-3">{children}</div>}
      {action && <div className="flex flex-wrap gap-2 pt-2">{action}</div>}
    </div>
  );
}

/** Whether asking again can help: not where the question itself is wrong, or what it asks for is not there. */
const mayHelp = (error: ApiError | null): boolean => error?.status !== 400 && error?.status !== 404;

/** What failed, what still works, the code, and one way on. */
export function ErrorState({
  what,
  error,
  retry,
  children,
}: {
  what: string;
  error: unknown;
  retry?: () => void;
  children?: ReactNode;
}) {
  const known = error instanceof ApiError ? error : null;
  if (known?.status === 403) {
    return (
      <EmptyState title="Not allowed">{known.message} An administrator can change your role.</EmptyState>
    );
  }
  return (
    <div className="flex max-w-[440px] flex-col gap-1.5 px-4.5 py-6" role="alert">
      <div className="flex items-center gap-2">
        <StatusGlyph kind="warn" size={15} />
        <span className="font-medium">{what}</span>
      </div>
      <div className="text-12 text-ink-3">{known?.message ?? 'The server’s answer could not be read.'}</div>
      <div className="text-12 text-ink-3">
        <code>{known?.code ?? 'unreadable-answer'}</code>
        {known && known.status > 0 && ` · ${known.status}`}
      </div>
      <div className="flex flex-wrap gap-2 pt-2">
        {retry && mayHelp(known) && (
          <button type="button" className="btn sm" onClick={retry}>
            Try again
          </button>
        )}
        {children}
      </div>
    </div>
  );
}

/** The shape of what a region will hold, in pixels: nothing moves when the answer comes. */
export interface Shape {
  rows?: number;
  height?: number;
  /** Above the rows, the head of a table. */
  head?: number;
  /** Below the rows. */
  foot?: number;
}

const WIDTHS = [124, 96, 140, 110, 80, 132, 104];

/** One line of text that is not known yet. */
export function SkeletonLine({ width }: { width: number }) {
  return <span className="skeleton inline-block align-middle" style={{ width }} />;
}

/** The shape of a table before its first answer; it appears after 150 ms. */
export function Skeleton({ rows = 6, height = 32, head = 0, foot = 0 }: Shape) {
  return (
    <div
      className="px-3.5"
      role="status"
      aria-label="Loading"
      style={{ paddingTop: head, paddingBottom: foot }}
    >
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={i} className="flex items-center gap-3" style={{ height }}>
          <span className="skeleton" style={{ width: 14, height: 14, borderRadius: 7 }} />
          <span className="skeleton" style={{ width: WIDTHS[i % WIDTHS.length] }} />
          <span className="flex-1" />
          <span className="skeleton" style={{ width: 64 }} />
          <span className="skeleton" style={{ width: 38 }} />
        </div>
      ))}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** One region of a page: skeleton, error or content. Old values stay while a newer answer fails. */
export function Region<T>({
  asked,
  what,
  panel,
  children,
  ...shape
}: Shape & {
  asked: Asked<T>;
  what: string;
  /** The content brings its own panel; its placeholder needs one too. */
  panel?: boolean;
  children: (data: T) => ReactNode;
}) {
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  const instead = asked.error ? (
    <ErrorState what={what} error={asked.error} retry={() => asked.refetch()} />
  ) : (
    <Skeleton {...shape} />
  );
  return panel ? <section className="panel">{instead}</section> : instead;
}

export function Panel({
  title,
  sub,
  tools,
  className = '',
  children,
  label,
}: {
  title?: ReactNode;
  sub?: ReactNode;
  tools?: ReactNode;
  className?: string;
  children: ReactNode;
  label?: string;
}) {
  return (
    <section
      className={`panel ${className}`}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
    >
      {title && (
        <div className="head">
          <h2>{title}</h2>
          {sub && <span className="sub">{sub}</span>}
          <span className="flex-1" />
          {tools}
        </div>
      )}
      {children}
    </section>
  );
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** A choice of one, shown as a row of segments. */
export function Segments<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  /** Null while nothing is chosen. */
  value: V | null;
  options: { value: V; label: string }[];
  onChange: (value: V) => void;
}) {
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    const at = options.findIndex((o) => o.value === value);
    const index = (at + by + options.length) % options.length;
    const next = options[index];
    if (!next) return;
    onChange(next.value);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')[index]?.focus();
  };
  return (
    <div className="seg" role="radiogroup" aria-label={label} onKeyDown={onKey}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === (value ?? options[0]?.value) ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** Copies a text and says so; browsers refuse it where a page came without encryption. */
export function CopyButton({ text, label = 'Copy' }: { text: () => string; label?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  return (
    <button
      type="button"
      className="btn sm quiet"
      onClick={async () => {
        try {
          await navigator.clipboard.writeText(text());
          setSaid('Copied');
        } catch {
          setSaid('Not copied');
        }
        setTimeout(() => setSaid(null), 1600);
      }}
    >
      {said ?? label}
    </button>
  );
}
