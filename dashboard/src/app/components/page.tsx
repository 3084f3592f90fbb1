import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ComponentsPage } from '@/views/components/ComponentsPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Components" />}>
      <ComponentsPage />
    </Suspense>
  );
}
