import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ExecutionPage } from '@/views/execution/ExecutionPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Run" />}>
      <ExecutionPage />
    </Suspense>
  );
}
