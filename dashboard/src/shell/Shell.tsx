'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { makeQueryClient, useFleet, useStatus } from '@/api/queries';
import type { Status } from '@/api/types';
import { useLiveRest } from '@/api/use-live';
import { Icon, type IconName, Logo } from '@/ui/icons';
import { ZoneContext } from '@/ui/values';
import { useFreshness } from './freshness';
import { dispatchKey } from './keys';
import { setPreferences, usePreferences } from './preferences';
import { Toasts } from './toasts';

const Palette = dynamic(() => import('./Palette'), { ssr: false });
const AllKeys = dynamic(() => import('./AllKeys'), { ssr: false });
const PersonMenu = dynamic(() => import('./PersonMenu'), { ssr: false });

const PLACES: { path: string; name: string; icon: IconName; key: string }[] = [
  { path: '/fleet', name: 'Fleet', icon: 'fleet', key: 'f' },
  { path: '/executions', name: 'Executions', icon: 'executions', key: 'x' },
];
const CONNECT = { path: '/connect', name: 'Connect', icon: 'connect' as IconName, key: 'c' };

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
      <Frame>{children}</Frame>
    </QueryClientProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const status = useStatus();
  const { utc } = usePreferences();
  const zone = utc ? 'UTC' : (status.data?.organization.timeZone ?? 'UTC');
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useGlobalKeys(setOpen);
  useLiveRest();
  return (
    <ZoneContext value={zone}>
      <a href="#content" className="skip btn">
        Skip to the content
      </a>
      <AppGrid>
        <Nav status={status.data} onFind={() => setOpen('palette')} onKeys={() => setOpen('keys')} />
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
        const place = [...PLACES, CONNECT].find((p) => p.key === key);
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

function Nav({
  status,
  onFind,
  onKeys,
}: {
  status: Status | undefined;
  onFind: () => void;
  onKeys: () => void;
}) {
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
        <NavLink path={CONNECT.path} name={CONNECT.name} icon={CONNECT.icon} />
        <Person status={status} onKeys={onKeys} />
      </div>
    </nav>
  );
}

/** Who we are here; opens how this browser shows things. */
function Person({ status, onKeys }: { status: Status | undefined; onKeys: () => void }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const name = status?.principal.name ?? '…';
  const initials = name
    .split(/\s+/)
    .map((word) => word[0])
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <>
      <button
        type="button"
        ref={anchor}
        className="nav-item mt-1"
        style={{ height: 40 }}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="grid size-5.5 flex-none place-items-center rounded-full bg-bg-3 text-11 font-semibold text-ink-2">
          {initials}
        </span>
        <span className="min-w-0 leading-[15px]">
          <span className="block truncate text-12 leading-[15px] text-ink-1">{name}</span>
          <span className="block truncate text-11 leading-[14px] text-ink-3">
            {status ? `${status.organization.name} · ${status.principal.role}` : 'connecting'}
          </span>
        </span>
      </button>
      {open && (
        <PersonMenu
          anchor={anchor}
          status={status}
          onKeys={() => {
            setOpen(false);
            onKeys();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Dock({ onFind }: { onFind: () => void }) {
  const here = entryOf(usePathname());
  return (
    <nav className="dock" aria-label="Main, small screen">
      {[...PLACES, CONNECT].map((place) => (
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
