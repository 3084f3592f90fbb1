'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { remove } from '@/api/client';
import { useSession } from '@/api/session';
import { useAddress } from '@/shell/address';
import { safeNext } from '@/shell/sign-in';
import { Logo } from '@/ui/icons';
import { ErrorState, Skeleton } from '@/ui/states';
import { NewPassword, Password } from './forms';

/**
 * The token of a one-time link. It is in the fragment, which no browser sends and no proxy logs, and leaves the address
 * bar once it is read. Links that were made before that carry it in the query.
 */
function useLinkToken(before: string | null): string | null {
  const [token, setToken] = useState(before);
  useEffect(() => {
    const found = new URLSearchParams(window.location.hash.slice(1)).get('token');
    if (!found) return;
    setToken(found);
    window.history.replaceState(null, '', window.location.pathname);
  }, []);
  return token;
}

/** Sign-in: who is it? Also where a one-time link sets a password. */
export function SignInPage() {
  const { params } = useAddress();
  const session = useSession();
  const token = useLinkToken(params.get('token'));
  const next = safeNext(params.get('next'));
  const enter = () => window.location.replace(next);

  if (!session.data) {
    return (
      <Card title="Sign in">
        {session.error ? (
          <ErrorState
            what="The server cannot be reached"
            error={session.error}
            retry={() => void session.refetch()}
          />
        ) : (
          <Skeleton rows={3} />
        )}
      </Card>
    );
  }
  const { mode, signedIn, principal, organization, methods } = session.data;
  if (token) {
    return (
      <Card
        title="Choose your password"
        sub="This link works once. After that, sign in with your e-mail address and this password."
      >
        <NewPassword token={token} onDone={enter} />
      </Card>
    );
  }
  if (mode === 'local') {
    return (
      <Card
        title="No sign-in needed"
        sub="This server runs in local mode: it can be reached from this machine only, and everybody on it is an administrator."
      >
        <GoOn href={next} />
      </Card>
    );
  }
  if (signedIn) {
    return (
      <Card
        title={`You are signed in as ${principal?.name ?? 'somebody'}`}
        sub={organization ? `In ${organization.name}.` : undefined}
      >
        <div className="flex gap-2">
          <GoOn href={next} />
          <SignOut />
        </div>
      </Card>
    );
  }
  const out = params.get('out') !== null;
  const sub = out
    ? 'You are signed out, here and on the server.'
    : params.get('next')
      ? 'Sign in to see this page. Your session may have ended.'
      : undefined;
  if (!methods.includes('password')) {
    return (
      <Card title="Sign in" sub={sub}>
        <p className="text-ink-2">
          This server uses your organization’s identity provider. Open MetaAgent from there.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Sign in" sub={sub}>
      <Password onDone={enter} />
      <p className="text-12 text-ink-3">
        No password yet, or forgotten it? An administrator can create a one-time link for you in Settings,
        under Members.{methods.includes('jwt') && ' You can also sign in through your identity provider.'}
      </p>
    </Card>
  );
}

function SignOut() {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <button
        type="button"
        className="btn"
        onClick={async () => {
          setFailed(false);
          try {
            await remove('/session');
            window.location.replace('/sign-in?out=1');
          } catch {
            setFailed(true);
          }
        }}
      >
        Sign out
      </button>
      {failed && (
        <p className="text-12 text-bad" role="alert">
          The server did not answer. You are still signed in.
        </p>
      )}
    </>
  );
}

function GoOn({ href }: { href: string }) {
  return (
    <Link className="btn go" href={href}>
      {href === '/fleet' ? 'Go to Fleet' : 'Continue'}
    </Link>
  );
}

function Card({ title, sub, children }: { title: string; sub?: string; children: ReactNode }) {
  return (
    <div className="flex w-full max-w-[400px] flex-col gap-5">
      <title>Sign in · MetaAgent</title>
      <div className="flex items-center gap-2.5 font-semibold">
        <Logo size={22} />
        MetaAgent
      </div>
      <section className="panel flex flex-col gap-4 p-6" aria-label={title}>
        <div className="flex flex-col gap-1">
          <h1 className="answer">{title}</h1>
          {sub && <p className="text-12 text-ink-3">{sub}</p>}
        </div>
        {children}
      </section>
    </div>
  );
}
