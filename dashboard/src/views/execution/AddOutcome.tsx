'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ApiError, post } from '@/api/client';
import { useStatus } from '@/api/queries';
import type { ExecutionDetail, Sent } from '@/api/types';
import { toast } from '@/shell/toasts';
import ChangeDialog from '@/ui/ChangeDialog';
import { Segments } from '@/ui/states';

const KINDS = ['review', 'reply_received', 'bounced', 'accepted', 'rejected', 'ticket_reopened', 'corrected'];

/** What a person knows about how the run went. */
export default function AddOutcome({
  execution,
  onClose,
}: {
  execution: ExecutionDetail;
  onClose: () => void;
}) {
  const [success, setSuccess] = useState<'yes' | 'no' | 'unknown' | null>(null);
  const [kind, setKind] = useState('review');
  const client = useQueryClient();
  const by = useStatus().data?.principal.name;
  const kinds = useId();
  return (
    <ChangeDialog
      title="Add an outcome"
      what="A person's verdict outranks the run status; a measured outcome outranks both."
      verb="Add outcome"
      reasonLabel="Comment"
      reasonMin={0}
      wrong={success === null ? 'Choose whether it succeeded.' : kind ? null : 'Name the kind of outcome.'}
      onClose={onClose}
      onConfirm={async (comment) => {
        const { items } = await post<Sent>('/outcomes', {
          executionId: execution.id,
          kind,
          success: success === 'unknown' ? null : success === 'yes',
          source: 'person',
          by,
          ...(comment && { comment }),
        });
        const refused = items.find((item) => item.state === 'refused');
        if (refused) {
          throw new ApiError(400, {
            code: 'refused',
            detail: 'The outcome was refused.',
            errors: refused.errors,
          });
        }
        toast({ kind: 'better', title: 'The outcome was added' });
        void client.invalidateQueries({ queryKey: ['outcomes', execution.id] });
        void client.invalidateQueries({ queryKey: ['execution', execution.id] });
      }}
    >
      <div className="flex flex-wrap gap-4">
        <div className="flex flex-col items-start gap-1 text-12 text-ink-2">
          Did it succeed?
          <Segments<'yes' | 'no' | 'unknown'>
            label="Did it succeed?"
            value={success}
            options={[
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
              { value: 'unknown', label: 'Not decided' },
            ]}
            onChange={setSuccess}
          />
        </div>
        <label className="flex min-w-40 flex-1 flex-col gap-1 text-12 text-ink-2">
          Kind
          <input
            className="field font-mono"
            list={kinds}
            value={kind}
            onChange={(event) => setKind(event.target.value.trim())}
          />
        </label>
        <datalist id={kinds}>
          {KINDS.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
    </ChangeDialog>
  );
}
