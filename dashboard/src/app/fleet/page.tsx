import { Suspense } from 'react';
import { FleetPage } from '@/views/fleet/FleetPage';
import { Waiting } from '@/shell/Waiting';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Fleet" />}>
      <FleetPage />
    </Suspense>
  );
}
