import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { AgentPage } from '@/views/agent/AgentPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Agent" />}>
      <AgentPage />
    </Suspense>
  );
}
