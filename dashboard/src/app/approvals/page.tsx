import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ApprovalsPage } from '@/views/approvals/ApprovalsPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Approvals" />}>
      <ApprovalsPage />
    </Suspense>
  );
}
