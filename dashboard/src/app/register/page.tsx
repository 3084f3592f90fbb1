import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { RegisterPage } from '@/views/register/RegisterPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Register" />}>
      <RegisterPage />
    </Suspense>
  );
}
