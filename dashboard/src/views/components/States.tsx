'use client';

import { ApiError } from '@/api/client';
import { SimulatedPill } from '@/shell/Page';
import { ToastView } from '@/shell/toasts';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';

export function States() {
  return (
    <>
      <Panel title="Loading" sub="shape of the result, after 150 ms; never for a refresh">
        <Skeleton rows={4} />
      </Panel>
      <Panel title="Empty, nothing yet">
        <EmptyState
          title="No agent has reported yet"
          action={
            <button type="button" className="btn sm">
              Connect an agent
            </button>
          }
        >
          Agents appear here with their first trace.
        </EmptyState>
      </Panel>
      <Panel title="Empty, filtered out">
        <EmptyState
          title={
            <>
              No run matches <code>locale is pt</code>
            </>
          }
          action={
            <button type="button" className="btn sm">
              Remove this filter
            </button>
          }
        >
          83 runs match without it.
        </EmptyState>
      </Panel>
      <Panel title="Error">
        <ErrorState
          what="The list could not be read"
          error={
            new ApiError(503, {
              code: 'query-timeout',
              detail: 'The database did not answer within 5 s. Intake is not affected.',
            })
          }
          retry={() => undefined}
        />
      </Panel>
      <Panel title="Not allowed">
        <EmptyState
          title="Changing an agent needs the role Developer"
          action={
            <button type="button" className="btn sm" disabled>
              Save changes…
            </button>
          }
        >
          You are a Viewer. An administrator can change your role.
        </EmptyState>
      </Panel>
      <Panel title="Simulated" sub="said on every page of the example fleet">
        <div className="pad">
          <SimulatedPill />
        </div>
      </Panel>
      <Panel title="Done, undoable">
        <div className="pad">
          <ToastView
            toast={{
              id: 1,
              kind: 'better',
              title: 'Email Writer was changed',
              detail: 'success objective 98 → 97 %',
              undo: { label: 'Undo', run: () => undefined },
            }}
            onClose={() => undefined}
          />
        </div>
      </Panel>
    </>
  );
}
