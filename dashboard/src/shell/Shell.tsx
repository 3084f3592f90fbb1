'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { makeQueryClient, useFleet, useStatus } from '@/api/queries';
import { useLiveRest } from '@/api/use-live';
import { Icon, type IconName, Logo } from '@/ui/icons';
import { ZoneContext } from '@/ui/values';
import { useOrganizationOfAddress } from './arrival';
import { useFreshness } from './freshness';
import { dispatchKey } from './keys';
import { PersonButton } from './PersonButton';
import { setPreferences, usePreferences } from './preferences';
import { isSignIn } from './sign-in';
import { Toasts } from './toasts';

const Palette = dynamic(() => import('./Palette'), { ssr: false });
const AllKeys = dynamic(() => import('./AllKeys'), { ssr: false });

const PLACES: { path: string; name: string; icon: IconName; key: string }[] = [
  { path: '/fleet', name: 'Fleet', icon: 'fleet', key: 'f' },
  { path: '/executions', name: 'Executions', icon: 'executions', key: 'x' },
];
const FOOT: typeof PLACES = [
  { path: '/connect', name: 'Connect', icon: 'connect', key: 'c' },
  { path: '/settings', name: 'Settings', icon: 'settings', key: 's' },
];

/** Which entry of the navigation a path belongs to. */
const entryOf = (path: string): string => {
  const first = `/${path.split('/')[1] ?? ''}`.replace(/\.html$/, '');
  if (first === '/' || first === '/agent') return '/fleet';
  return first === '/execution' || first === '/session' ? '/executions' : first;
};

/** What is asked for all pages: who we are, and that the server is there. */
export function Shell({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      {isSignIn(usePathname()) ? <SignedOut>{children}</SignedOut> : <Frame>{children}</Frame>}
    </QueryClientProvider>
  );
}

/** The frame of the sign-in page: no navigation, and no request that needs a session. */
function SignedOut({ children }: { children: ReactNode }) {
  return (
    <>
      <main className="signed-out">{children}</main>
      <Toasts />
    </>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const status = useStatus();
  const { utc } = usePreferences();
  const zone = utc ? 'UTC' : (status.data?.organization.timeZone ?? 'UTC');
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useGlobalKeys(setOpen);
  useOrganizationOfAddress();
  useLiveRest();
  return (
    <ZoneContext value={zone}>
      <a href="#content" className="skip btn">
        Skip to the content
      </a>
      <AppGrid>
        <Nav onFind={() => setOpen('palette')} />
        <main className="main">{children}</main>
      </AppGrid>
      <Dock onFind={() => setOpen('palette')} />
      <Toasts />
      {open === 'palette' && <Palette onClose={() => setOpen(null)} onKeys={() => setOpen('keys')} />}
      {open === 'keys' && <AllKeys onClose={() => setOpen(null)} />}
    </ZoneContext>
  );
}

/** Only this element follows the clock, so that the page below is not drawn again four times a second. */
function AppGrid({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  return (
    <div className="app" ref={ref}>
      <FreshnessMark target={ref} />
      {children}
    </div>
  );
}

function FreshnessMark({ target }: { target: React.RefObject<HTMLDivElement | null> }) {
  const { state } = useFreshness();
  useEffect(() => {
    if (target.current) target.current.dataset.freshness = state;
  }, [state, target]);
  return null;
}

function useGlobalKeys(open: (what: 'palette' | 'keys') => void) {
  const router = useRouter();
  const { singleKeys, utc, marks } = usePreferences();
  const chord = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (!singleKeys) return;
      const writing =
        event.target instanceof HTMLElement &&
        !!event.target.closest('input, textarea, select, [role="dialog"]');
      if (writing || event.metaKey || event.ctrlKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (Date.now() - chord.current < 1_200) {
        chord.current = 0;
        const place = [...PLACES, ...FOOT].find((p) => p.key === key);
        if (place) {
          event.preventDefault();
          router.push(place.path);
          return;
        }
      }
      if (key === 'g') {
        chord.current = Date.now();
        return;
      }
      if (event.key === '?') {
        event.preventDefault();
        open('keys');
        return;
      }
      if (dispatchKey(event)) return;
      if (key === 'u') setPreferences({ utc: !utc });
      if (key === 'm') setPreferences({ marks: !marks });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open, router, singleKeys, utc, marks]);
}

function NavLink({ path, name, icon, note }: { path: string; name: string; icon: IconName; note?: string }) {
  const here = entryOf(usePathname()) === path;
  return (
    <Link href={path} className="nav-item" aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{name}</span>
      {note && <span className="n">{note}</span>}
    </Link>
  );
}

function Nav({ onFind }: { onFind: () => void }) {
  const fleet = useFleet({ from: '-6h', to: null }, 5_000);
  const rate = fleet.data?.actionsPerSecond;
  return (
    <nav className="nav" aria-label="Main">
      <div className="nav-brand">
        <Logo />
        <span>MetaAgent</span>
      </div>
      <button type="button" className="nav-find" onClick={onFind} aria-keyshortcuts="Meta+K Control+K">
        <Icon name="search" />
        <span className="flex-1">Find or do</span>
        <kbd>⌘K</kbd>
      </button>
      {PLACES.map((place) => (
        <NavLink
          key={place.path}
          path={place.path}
          name={place.name}
          icon={place.icon}
          note={
            place.path === '/executions' && rate
              ? `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`
              : undefined
          }
        />
      ))}
      <div className="mt-auto">
        {FOOT.map((place) => (
          <NavLink key={place.path} path={place.path} name={place.name} icon={place.icon} />
        ))}
        <PersonButton />
      </div>
    </nav>
  );
}

function Dock({ onFind }: { onFind: () => void }) {
  const here = entryOf(usePathname());
  return (
    <nav className="dock" aria-label="Main, small screen">
      {[...PLACES, ...FOOT].map((place) => (
        <Link key={place.path} href={place.path} aria-current={here === place.path ? 'page' : undefined}>
          <Icon name={place.icon} size={18} />
          {place.name}
        </Link>
      ))}
      <button type="button" onClick={onFind}>
        <Icon name="search" size={18} />
        Find
      </button>
    </nav>
  );
}
