'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { ApiError } from '@/api/client';
import { setPassword, signIn } from '@/api/session';

export const PASSWORD_MIN = 12;

/** What a refusal means to the person who signs in. */
export function refusalOf(cause: unknown, at: 'sign-in' | 'link'): string {
  if (!(cause instanceof ApiError)) return 'The server’s answer could not be read.';
  if (cause.status === 401)
    return at === 'link'
      ? 'This link has been used or has expired. An administrator can create a new one.'
      : 'The e-mail address or the password is wrong.';
  if (cause.status === 429) return 'Too many attempts. Wait a minute, then try again.';
  return cause.message;
}

function Field({
  label,
  type,
  value,
  complete,
  problem,
  hint,
  autoFocus,
  onChange,
}: {
  label: string;
  type: 'email' | 'password';
  value: string;
  complete: string;
  problem?: string | null;
  hint?: string;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}) {
  const note = useId();
  return (
    <div className="flex flex-col gap-1 text-12 text-ink-2">
      <label className="flex flex-col gap-1">
        {label}
        <input
          className="field h-9!"
          type={type}
          name={type}
          value={value}
          autoFocus={autoFocus}
          autoComplete={complete}
          aria-invalid={!!problem}
          aria-describedby={problem || hint ? note : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {(problem || hint) && (
        <span id={note} className={problem ? 'text-bad' : 'text-ink-3'}>
          {problem ?? hint}
        </span>
      )}
    </div>
  );
}

function Form({
  verb,
  error,
  busy,
  onSubmit,
  children,
}: {
  verb: string;
  error: string | null;
  busy: boolean;
  onSubmit: () => void;
  children: ReactNode;
}) {
  return (
    <form
      className="flex flex-col gap-3.5"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!busy) onSubmit();
      }}
    >
      {children}
      {error && (
        <p className="text-12 text-bad" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="btn go h-9! w-full" disabled={busy}>
        {verb}
      </button>
    </form>
  );
}

/** Sends a form once, and keeps what was refused. */
function useSend(at: 'sign-in' | 'link', onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const send = async (ask: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    setFields({});
    try {
      await ask();
      onDone();
    } catch (cause) {
      const named = cause instanceof ApiError ? cause.fields : [];
      setFields(Object.fromEntries(named.map(({ field, message }) => [field, message])));
      setError(named.length > 0 ? null : refusalOf(cause, at));
      setBusy(false);
    }
  };
  return { busy, error, fields, send };
}

export function Password({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, fields, send } = useSend('sign-in', onDone);
  return (
    <Form
      verb="Sign in"
      error={error}
      busy={busy}
      onSubmit={() => {
        setTried(true);
        if (email.trim() && password) void send(() => signIn(email.trim(), password));
      }}
    >
      <Field
        label="E-mail address"
        type="email"
        complete="username"
        autoFocus
        value={email}
        problem={fields.email ?? (tried && !email.trim() ? 'Enter your e-mail address.' : null)}
        onChange={setEmail}
      />
      <Field
        label="Password"
        type="password"
        complete="current-password"
        value={password}
        problem={fields.password ?? (tried && !password ? 'Enter your password.' : null)}
        onChange={setPassword}
      />
    </Form>
  );
}

export function NewPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const [password, setNew] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, fields, send } = useSend('link', onDone);
  const short = password.length < PASSWORD_MIN;
  const differs = password !== again;
  return (
    <Form
      verb="Set password and sign in"
      error={error}
      busy={busy}
      onSubmit={() => {
        setTried(true);
        if (!short && !differs) void send(() => setPassword(token, password));
      }}
    >
      <Field
        label="New password"
        type="password"
        complete="new-password"
        autoFocus
        value={password}
        problem={fields.password ?? (tried && short ? `At least ${PASSWORD_MIN} characters.` : null)}
        hint={`At least ${PASSWORD_MIN} characters; a passphrase is easier than symbols.`}
        onChange={setNew}
      />
      <Field
        label="Repeat password"
        type="password"
        complete="new-password"
        value={again}
        problem={tried && !short && differs ? 'The passwords do not match.' : null}
        onChange={setAgain}
      />
    </Form>
  );
}
