import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ComparePage } from '@/views/compare/ComparePage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Compare" />}>
      <ComparePage />
    </Suspense>
  );
}
