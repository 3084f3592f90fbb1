import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { FleetPage } from '@/views/fleet/FleetPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Fleet" />}>
      <FleetPage />
    </Suspense>
  );
}
