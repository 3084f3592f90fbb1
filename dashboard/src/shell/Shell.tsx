'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { MOST_WAITING, useWaiting } from '@/api/govern';
import { makeQueryClient, useFleet, useStatus } from '@/api/queries';
import { DEFAULT_FROM } from '@/api/time-range';
import { useLiveRest } from '@/api/use-live';
import { plural } from '@/format/numbers';
import { Icon, type IconName, Logo } from '@/ui/icons';
import { ZoneContext } from '@/ui/values';
import { href } from './address';
import { Changed, Entering } from './Elsewhere';
import { serverNow, useFreshness } from './freshness';
import { useHydrated } from './hydrated';
import { dispatchKey, useChord } from './keys';
import { isRanged, rangeOf } from './nav-range';
import { useOrganizationOfAddress } from './organization';
import { PersonButton } from './PersonButton';
import { followSystemTheme, setPreferences, usePreferences } from './preferences';
import { isSignIn, setLeaving } from './sign-in';
import { Toasts } from './toasts';

const Palette = dynamic(() => import('./Palette'), { ssr: false });
const AllKeys = dynamic(() => import('./AllKeys'), { ssr: false });

interface Place {
  path: string;
  name: string;
  icon: IconName;
  key: string;
}
const PLACES: Place[] = [
  { path: '/fleet', name: 'Fleet', icon: 'fleet', key: 'f' },
  { path: '/executions', name: 'Executions', icon: 'executions', key: 'x' },
];
/** What people decide about agents that run; a small screen has room for the first. */
const GOVERN: (Place & { wideOnly?: boolean })[] = [
  { path: '/approvals', name: 'Approvals', icon: 'approvals', key: 'a' },
  { path: '/tool-rules', name: 'Tool rules', icon: 'guard', key: 't', wideOnly: true },
  { path: '/register', name: 'Register', icon: 'register', key: 'r', wideOnly: true },
];
const FOOT: Place[] = [
  { path: '/connect', name: 'Connect', icon: 'connect', key: 'c' },
  { path: '/settings', name: 'Settings', icon: 'settings', key: 's' },
];

/** Which entry of the navigation a path belongs to. */
const entryOf = (path: string): string => {
  const first = `/${path.split('/')[1] ?? ''}`.replace(/\.html$/, '');
  if (first === '/' || first === '/agent' || first === '/compare') return '/fleet';
  return first === '/execution' || first === '/session' ? '/executions' : first;
};

/** What is asked for all pages: who we are, and that the server is there. */
export function Shell({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  useEffect(() => setLeaving(false), []);
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

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Times in the zone of the browser, unless somebody wants UTC; days in that of the organization. */
function useZones(organization: string | undefined) {
  const { utc } = usePreferences();
  const hydrated = useHydrated();
  const times = utc || !hydrated ? 'UTC' : browserZone();
  const days = utc || !hydrated ? 'UTC' : (organization ?? 'UTC');
  return useMemo(() => ({ times, days }), [times, days]);
}

function Frame({ children }: { children: ReactNode }) {
  const status = useStatus();
  const zones = useZones(status.data?.organization.timeZone);
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useGlobalKeys(setOpen);
  const [params, setParams] = useState<URLSearchParams | null>(null);
  const where = useOrganizationOfAddress(status.data, usePathname(), params);
  useLiveRest();
  useEffect(followSystemTheme, []);
  return (
    <ZoneContext value={zones}>
      <a href="#content" className="skip btn">
        Skip to the content
      </a>
      <AppGrid>
        <Nav onFind={() => setOpen('palette')} params={params ?? NO_PARAMS} />
        <main className="main">
          {where.state === 'entering' ? (
            <Entering />
          ) : where.state === 'changed' && status.data ? (
            <Changed was={where.was} now={status.data.organization} />
          ) : (
            children
          )}
        </main>
      </AppGrid>
      <Suspense fallback={null}>
        <Query onChange={setParams} />
      </Suspense>
      <Dock onFind={() => setOpen('palette')} params={params ?? NO_PARAMS} />
      <Toasts />
      {open === 'palette' && <Palette onClose={() => setOpen(null)} onKeys={() => setOpen('keys')} />}
      {open === 'keys' && <AllKeys onClose={() => setOpen(null)} />}
    </ZoneContext>
  );
}

/** The query of the address, told to the frame: an exported page has none, and is not drawn anew when it is known. */
function Query({ onChange }: { onChange: (params: URLSearchParams) => void }) {
  const params = useSearchParams();
  useEffect(() => onChange(new URLSearchParams(params)), [params, onChange]);
  return null;
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
        const place = [...PLACES, ...GOVERN, ...FOOT].find((p) => p.key === key);
        if (place) {
          event.preventDefault();
          router.push(
            placeHref(place.path, window.location.pathname, new URLSearchParams(window.location.search)),
          );
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

/** The address of a place, with the range of the page one comes from. */
const placeHref = (place: string, path: string, params: URLSearchParams): string =>
  href(place, isRanged(place) ? rangeOf(path, params) : {});

interface NavProps {
  onFind: () => void;
  /** The query of the page one is on; empty in the exported page. */
  params: URLSearchParams;
}
const NO_PARAMS = new URLSearchParams();

function NavLink({
  path,
  name,
  icon,
  note,
  due,
  params,
}: {
  path: string;
  name: string;
  icon: IconName;
  note?: string;
  /** How many things wait for a person. */
  due?: number;
  params: URLSearchParams;
}) {
  const at = usePathname();
  const here = entryOf(at) === path;
  return (
    <Link href={placeHref(path, at, params)} className="nav-item" aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{name}</span>
      {note && <span className="n">{note}</span>}
      {!!due && (
        <span className="n due" title={`${plural(due, 'tool call')} ${due === 1 ? 'waits' : 'wait'}`}>
          {due < MOST_WAITING ? due : `${MOST_WAITING}+`}
        </span>
      )}
    </Link>
  );
}

function Nav({ onFind, params }: NavProps) {
  const find = useChord('K');
  const fleet = useFleet({ from: DEFAULT_FROM, to: null }, 5_000);
  const rate = fleet.data?.actionsPerSecond;
  // What has run out since the last answer does not wait any more.
  const waiting = useWaiting(5_000).data?.items.filter((each) => Date.parse(each.expiresAt) > serverNow());
  return (
    <nav className="nav" aria-label="Main">
      <div className="nav-brand">
        <Logo />
        <span>MetaAgent</span>
      </div>
      <button type="button" className="nav-find" onClick={onFind} aria-keyshortcuts="Meta+K Control+K">
        <Icon name="search" />
        <span className="flex-1">Find or do</span>
        <kbd>{find}</kbd>
      </button>
      {PLACES.map((place) => (
        <NavLink
          key={place.path}
          path={place.path}
          name={place.name}
          icon={place.icon}
          params={params}
          note={
            place.path === '/executions' && rate
              ? `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`
              : undefined
          }
        />
      ))}
      <div className="nav-group">Govern</div>
      {GOVERN.map((place) => (
        <NavLink
          key={place.path}
          path={place.path}
          name={place.name}
          icon={place.icon}
          params={params}
          due={place.path === '/approvals' ? waiting?.length : undefined}
        />
      ))}
      <div className="mt-auto">
        {FOOT.map((place) => (
          <NavLink key={place.path} path={place.path} name={place.name} icon={place.icon} params={params} />
        ))}
        <PersonButton />
      </div>
    </nav>
  );
}

function Dock({ onFind, params }: NavProps) {
  const at = usePathname();
  const here = entryOf(at);
  return (
    <nav className="dock" aria-label="Main, small screen">
      {[...PLACES, ...GOVERN.filter((place) => !place.wideOnly), ...FOOT].map((place) => (
        <Link
          key={place.path}
          href={placeHref(place.path, at, params)}
          aria-current={here === place.path ? 'page' : undefined}
        >
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
