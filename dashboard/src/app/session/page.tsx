import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { SessionPage } from '@/views/session/SessionPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Session" />}>
      <SessionPage />
    </Suspense>
  );
}
