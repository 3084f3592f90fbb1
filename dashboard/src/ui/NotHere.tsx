'use client';

import Link from 'next/link';
import { useState } from 'react';
import { ApiError } from '@/api/client';
import { enterOrganization } from '@/shell/organization';
import { EmptyState } from './states';

/** Whether an answer says that there is no such thing, which asking again cannot change. */
export const isNotHere = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

/** What an address names is not here: it is in another organization, or nowhere. */
export function NotHere({
  what,
  error,
  home,
  homeName,
}: {
  /** `run`, `agent`. */
  what: string;
  /** Null: the address names none. */
  error: ApiError | null;
  home: string;
  homeName: string;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  const other = error?.organization;
  const back = (
    <Link className="btn sm" href={home}>
      {homeName}
    </Link>
  );
  if (other) {
    const enter = () =>
      enterOrganization(other.id, window.location.pathname + window.location.search).catch((cause) =>
        setFailed(cause instanceof ApiError ? cause.message : 'The organization was not changed.'),
      );
    return (
      <EmptyState
        title={`This ${what} is in ${other.name}`}
        action={
          <>
            <button type="button" className="btn sm go" onClick={() => void enter()}>
              Switch to {other.name}
            </button>
            {back}
          </>
        }
      >
        {failed ?? 'You are in another organization now. The address stays the same.'}
      </EmptyState>
    );
  }
  if (!error) {
    return (
      <EmptyState title={`No ${what} is chosen`} action={back}>
        The address names none.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`This ${what} is not here`} action={back}>
      {error.status === 400
        ? `The address is not complete, or it names something else than a ${what}.`
        : `It does not exist in this organization, or it was deleted.`}
    </EmptyState>
  );
}
