import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { DEFAULT_FROM, type Range } from '@/api/time-range';

/** Values by parameter; a list is the parameter repeated, nothing takes it off. */
export type Changes = Record<string, string | readonly string[] | null | undefined>;

const listOf = (value: Changes[string]): readonly string[] =>
  (typeof value === 'string' ? [value] : (value ?? [])).filter((each) => each !== '');

/** The query parameter that names the organization a link was made in. */
export const ORGANIZATION = 'organization';

/** The organization that links carry, so that they open where their sender was; null where there is only one. */
let carried: string | null = null;
export const carryOrganization = (id: string | null): void => {
  carried = id;
};

/** The query of the address: everything a link must carry so that it opens what its sender saw. */
export function useAddress() {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const change = useCallback(
    (changes: Changes, how: 'push' | 'replace' = 'replace') => {
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(changes)) {
        next.delete(key);
        for (const each of listOf(value)) next.append(key, each);
      }
      const query = next.toString();
      const url = `${path}${query ? `?${query}` : ''}`;
      if (how === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    },
    [path],
  );
  return useMemo(() => ({ params, path, router, change }), [params, path, router, change]);
}

/** One value of the address that changes at once: keys pressed in quick succession must not wait for it. */
export function useAddressValue(key: string): [string | null, (value: string | null) => void] {
  const { params, change } = useAddress();
  const settled = params.get(key);
  const [wanted, setWanted] = useState<{ value: string | null } | null>(null);
  // The address has caught up.
  useEffect(() => setWanted(null), [settled]);
  const set = useCallback(
    (value: string | null) => {
      setWanted({ value });
      change({ [key]: value });
    },
    [change, key],
  );
  return [wanted ? wanted.value : settled, set];
}

/** The time range of the page. */
export function useRange(defaultFrom = DEFAULT_FROM): Range & { isDefault: boolean } {
  const { params } = useAddress();
  const from = params.get('from');
  const to = params.get('to');
  return useMemo(
    () => ({ from: from ?? defaultFrom, to, isDefault: from === null && to === null }),
    [from, to, defaultFrom],
  );
}

/** A link into the dashboard; it carries its organization. */
export function href(path: string, query: Changes = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const each of listOf(value)) params.append(key, each);
  if (carried) params.set(ORGANIZATION, carried);
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
