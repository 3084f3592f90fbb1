'use client';

import { useStatus } from '@/api/queries';
import { useAddress } from '@/shell/address';
import { Page } from '@/shell/Page';
import { ConnectGuide } from './ConnectGuide';

/** Connect: how do I get my agent in? */
export function ConnectPage() {
  // Reads the address, so that the page is drawn in the browser only: answers that are already here
  // when it starts must not meet a text that was written when it was built.
  useAddress();
  const status = useStatus();
  return (
    <Page
      crumbs={[status.data?.organization.name ?? 'MetaAgent', 'Connect']}
      title="Connect an agent"
      tools={
        status.data?.mode === 'local' && (
          <span className="only-wide text-12 text-ink-3">local mode · this machine only · no sign-in</span>
        )
      }
    >
      <ConnectGuide />
    </Page>
  );
}
