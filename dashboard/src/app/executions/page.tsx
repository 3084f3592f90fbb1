import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ExecutionsPage } from '@/views/executions/ExecutionsPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Executions" />}>
      <ExecutionsPage />
    </Suspense>
  );
}
