import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ConnectPage } from '@/views/connect/ConnectPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Connect" />}>
      <ConnectPage />
    </Suspense>
  );
}
