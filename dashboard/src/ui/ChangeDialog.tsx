'use client';

import { Dialog } from 'radix-ui';
import { type ReactNode, useId, useRef, useState } from 'react';
import { ApiError } from '@/api/client';
import { useChord } from '@/shell/keys';
import { REASON_MIN } from './reason';

/** A change a person makes: what it does and what is lost, a reason, and a button that repeats the verb. */
export default function ChangeDialog({
  title,
  what,
  verb,
  danger,
  reasons = [],
  confirmWith,
  reasonLabel = 'Reason',
  reasonMin = REASON_MIN,
  wrong = null,
  wide,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  what: ReactNode;
  verb: string;
  danger?: boolean;
  /** Reasons that repeat, offered as chips. */
  reasons?: string[];
  /** What must be typed where the change cannot be undone. */
  confirmWith?: string;
  reasonLabel?: string;
  /** 0 where nothing has to be written. */
  reasonMin?: number;
  /** What is not right yet about the fields between title and reason: of all of them, or by field. */
  wrong?: string | Record<string, string> | null;
  wide?: boolean;
  /** Fields of the change, with what the server said about each after it refused. */
  children?: ReactNode | ((refused: Record<string, string>) => ReactNode);
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const hint = useId();
  const confirm = useChord('↵');
  const short = reason.trim().length < reasonMin;
  const byField: Record<string, string> = typeof wrong === 'object' && wrong !== null ? wrong : {};
  const notYet = typeof wrong === 'string' ? wrong !== '' : Object.keys(byField).length > 0;
  const fields = useRef<HTMLDivElement>(null);
  const unconfirmed = confirmWith !== undefined && typed !== confirmWith;
  const submit = async () => {
    setTried(true);
    if (short || unconfirmed || notYet || busy) {
      // The first field that is not right yet, once it says so.
      setTimeout(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
      return;
    }
    setBusy(true);
    setError(null);
    setRefused({});
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (cause) {
      setError(cause instanceof ApiError ? cause.message : 'The change was not made.');
      if (cause instanceof ApiError)
        setRefused(Object.fromEntries(cause.fields.map(({ field, message }) => [field, message])));
      setBusy(false);
    }
  };
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className={`float dialog fixed top-[8vh] sm:top-[12vh] left-1/2 max-h-[80vh] -translate-x-1/2 overflow-auto ${wide ? 'w-[min(820px,calc(100vw-32px))]' : 'w-[min(560px,calc(100vw-32px))]'}`}
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit();
          }}
        >
          <div ref={fields} className="flex flex-col gap-4 px-5.5 pt-5 pb-4.5">
            <div>
              <Dialog.Title className="text-15 font-semibold">{title}</Dialog.Title>
              <div className="mt-0.5 text-12 text-ink-3">{what}</div>
            </div>
            {typeof children === 'function' ? children({ ...refused, ...(tried ? byField : {}) }) : children}
            <div className="flex flex-col gap-1.5">
              <label className="flex flex-col gap-1.5 text-12 text-ink-2">
                <span>
                  {reasonLabel}{' '}
                  <span className="text-ink-3">
                    {reasonMin > 0 ? '(required, stored in the audit log)' : '(optional)'}
                  </span>
                </span>
                <textarea
                  className="field"
                  rows={2}
                  value={reason}
                  aria-invalid={tried && short}
                  aria-describedby={hint}
                  onChange={(event) => setReason(event.target.value)}
                />
              </label>
              {tried && short && (
                <span id={hint} className="text-12 text-bad">
                  Write at least {reasonMin} characters, so that others understand it later.
                </span>
              )}
              {reasons.length > 0 && (
                <div className="flex flex-wrap gap-1.5">
                  {reasons.map((text) => (
                    <button key={text} type="button" className="btn sm" onClick={() => setReason(text)}>
                      {text}
                    </button>
                  ))}
                </div>
              )}
            </div>
            {confirmWith !== undefined && (
              <label className="flex flex-col gap-1.5 text-12 text-ink-2">
                <span>
                  This cannot be undone. Type <code>{confirmWith}</code> to confirm.
                </span>
                <input
                  className="field font-mono"
                  value={typed}
                  aria-invalid={tried && unconfirmed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </label>
            )}
            {tried && typeof wrong === 'string' && wrong && (
              <p className="text-12 text-bad" role="alert">
                {wrong}
              </p>
            )}
            {error && (
              <div className="text-12 text-bad" role="alert">
                {error}
                {Object.entries(refused).map(([field, message]) => (
                  <div key={field}>
                    <code>{field}</code> {message}
                  </div>
                ))}
              </div>
            )}
          </div>
          <div className="flex items-center gap-2 border-t border-line px-5.5 py-3">
            <span className="flex-1" />
            <button type="button" className="btn" onClick={onClose}>
              Cancel
            </button>
            <button
              type="button"
              className={`btn ${danger ? 'danger' : 'go'}`}
              disabled={busy}
              onClick={submit}
            >
              {verb} <kbd>{confirm}</kbd>
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
