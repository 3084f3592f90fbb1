'use client';

import Link from 'next/link';
import { useState } from 'react';
import { ApiError } from '@/api/client';
import { useOrganizations } from '@/api/queries';
import { href } from '@/shell/address';
import { enterOrganization } from '@/shell/organization';
import { EmptyState, Panel } from '@/ui/states';
import { Answer } from '@/ui/values';

/** The example organization holds simulated agents only: one's own report to another one. */
export function LeaveExample() {
  const organizations = useOrganizations();
  const [failed, setFailed] = useState<string | null>(null);
  const own = (organizations.data?.items ?? []).filter((choice) => !choice.simulated);
  const enter = (id: string) =>
    enterOrganization(id, '/connect').catch((cause) =>
      setFailed(cause instanceof ApiError ? cause.message : 'The organization was not changed.'),
    );
  const [first] = own;
  return (
    <>
      <Answer>
        {first ? `Your agents report to ${first.name}.` : 'This is the example organization.'}{' '}
        <span className="q">All agents here are simulated.</span>
      </Answer>
      <Panel label="Where to connect">
        <EmptyState
          title={
            first ? 'Connect an agent in your own organization' : 'You have no organization of your own yet'
          }
          action={
            <>
              {own.map((choice, i) => (
                <button
                  key={choice.id}
                  type="button"
                  className={`btn ${i === 0 ? 'go' : ''}`}
                  onClick={() => void enter(choice.id)}
                >
                  Switch to {choice.name} and connect
                </button>
              ))}
              <Link className="btn" href={href('/fleet')}>
                Stay in the example
              </Link>
            </>
          }
        >
          {failed ??
            (first
              ? 'What you send never mixes with the example. You can come back from the menu at the bottom left.'
              : 'An administrator can invite you to one.')}
        </EmptyState>
      </Panel>
    </>
  );
}
