'use client';

import { useStatus } from '@/api/queries';
import { Page } from '@/shell/Page';
import { ConnectGuide } from './ConnectGuide';

/** Connect: how do I get my agent in? */
export function ConnectPage() {
  const status = useStatus();
  return (
    <Page
      crumbs={[status.data?.organization.name ?? 'MetaAgent', 'Connect']}
      tools={
        status.data?.mode === 'local' && (
          <span className="only-wide text-12 text-ink-3">local mode · this machine only · no login</span>
        )
      }
    >
      <ConnectGuide />
    </Page>
  );
}
