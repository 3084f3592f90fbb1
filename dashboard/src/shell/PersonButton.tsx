'use client';

import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { useStatus } from '@/api/queries';
import { useHydrated } from './hydrated';
import { roleName } from './sections';

const PersonMenu = dynamic(() => import('./PersonMenu'), { ssr: false });
const AllKeys = dynamic(() => import('./AllKeys'), { ssr: false });

const initialsOf = (name: string) =>
  name
    .split(/[\s@.]+/)
    .map((word) => word[0])
    .join('')
    .slice(0, 2)
    .toUpperCase();

/** Who we are here; opens who, where, and how this browser shows things. */
export function PersonButton({ small }: { small?: boolean }) {
  const asked = useStatus().data;
  const status = useHydrated() ? asked : undefined;
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'menu' | 'keys' | null>(null);
  const name = status?.principal.name ?? '…';
  const circle = (
    <span className="grid size-5.5 flex-none place-items-center rounded-full bg-bg-3 text-11 font-semibold text-ink-2">
      {initialsOf(name)}
    </span>
  );
  return (
    <>
      <button
        type="button"
        ref={anchor}
        className={small ? 'only-narrow p-1.5' : 'nav-item mt-1'}
        style={small ? undefined : { height: 40 }}
        aria-haspopup="dialog"
        aria-expanded={open === 'menu'}
        aria-label={small ? `You: ${name}` : undefined}
        onClick={() => setOpen(open ? null : 'menu')}
      >
        {circle}
        {!small && (
          <span className="min-w-0 leading-[15px]">
            <span className="block truncate text-12 leading-[15px] text-ink-1">{name}</span>
            <span className="block truncate text-11 leading-[14px] text-ink-3">
              {status ? `${status.organization.name} · ${roleName(status.principal.role)}` : 'connecting'}
            </span>
          </span>
        )}
      </button>
      {open === 'menu' && (
        <PersonMenu
          anchor={anchor}
          status={status}
          side={small ? 'bottom' : 'top'}
          onKeys={() => setOpen('keys')}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'keys' && <AllKeys onClose={() => setOpen(null)} />}
    </>
  );
}
