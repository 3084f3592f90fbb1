import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { EARLY_SCRIPT } from '@/shell/early';
import { Shell } from '@/shell/Shell';
import './globals.css';

export const metadata: Metadata = {
  description: 'Observes, evaluates and governs the AI agents of an organization.',
  robots: { index: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme="dark" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant; sets the theme before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: EARLY_SCRIPT }} />
      </head>
      <body>
        <Shell>{children}</Shell>
      </body>
    </html>
  );
}
