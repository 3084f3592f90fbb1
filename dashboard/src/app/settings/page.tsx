import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { SettingsPage } from '@/views/settings/SettingsPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Settings" />}>
      <SettingsPage />
    </Suspense>
  );
}
