import { Suspense } from 'react';
import { SignInPage } from '@/views/sign-in/SignInPage';

export default function Route() {
  return (
    <Suspense fallback={<h1 className="answer q">Sign in</h1>}>
      <SignInPage />
    </Suspense>
  );
}
