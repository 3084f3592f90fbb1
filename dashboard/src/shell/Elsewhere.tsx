'use client';

import { useState } from 'react';
import { ApiError } from '@/api/client';
import { EmptyState } from '@/ui/states';
import { enterOrganization } from './organization';

/** While the organization of a link is entered: nothing of the other one is shown. */
export function Entering() {
  return (
    <p className="p-6 text-ink-3" role="status">
      Opening the organization of this link…
    </p>
  );
}

/** Another tab has changed the organization; what was here must not be mixed with the other one's. */
export function Changed({
  was,
  now,
}: {
  was: { id: string; name: string };
  now: { id: string; name: string };
}) {
  const [failed, setFailed] = useState<string | null>(null);
  const enter = (id: string, address: string) =>
    enterOrganization(id, address).catch((cause) =>
      setFailed(cause instanceof ApiError ? cause.message : 'The organization was not changed.'),
    );
  return (
    <div className="p-6" role="alert">
      <EmptyState
        title={`This page is of ${was.name}, and you are now in ${now.name}`}
        action={
          <>
            <button
              type="button"
              className="btn sm go"
              onClick={() => void enter(was.id, window.location.pathname + window.location.search)}
            >
              Back to {was.name}
            </button>
            <button type="button" className="btn sm" onClick={() => void enter(now.id, '/fleet')}>
              Fleet of {now.name}
            </button>
          </>
        }
      >
        {failed ?? 'The organization was changed in another tab of this browser.'}
      </EmptyState>
    </div>
  );
}
