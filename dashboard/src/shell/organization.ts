import { useEffect, useRef, useState } from 'react';
import { put } from '@/api/client';
import { useOrganizations } from '@/api/queries';
import type { OrganizationChoice, Session, Status } from '@/api/types';
import { carryOrganization, ORGANIZATION } from './address';
import { toast } from './toasts';

/** The organization that an address means: by its id, or `example` for the simulated one. */
export function meant(wanted: string, choices: OrganizationChoice[]): OrganizationChoice | undefined {
  return choices.find((choice) => (wanted === 'example' ? choice.simulated : choice.id === wanted));
}

/** Enters an organization and opens an address there: nothing of the other one may stay on the screen. */
export async function enterOrganization(id: string, address: string, how: 'assign' | 'replace' = 'assign') {
  await put<Session>('/session/organization', { id });
  const url = new URL(address, window.location.origin);
  url.searchParams.set(ORGANIZATION, id);
  window.location[how](url.pathname + url.search);
}

export type Where =
  /** What is on the screen is of the organization that the address names. */
  | { state: 'here' }
  | { state: 'entering' }
  /** Another tab has changed the organization of this browser; this page is still of `was`. */
  | { state: 'changed'; was: { id: string; name: string } };

/**
 * Keeps address and organization together: a link enters the organization it was made in, and every address names the
 * one it is of, where there is more than one.
 */
export function useOrganizationOfAddress(
  status: Status | undefined,
  path: string,
  params: URLSearchParams | null,
): Where {
  const choices = useOrganizations().data?.items;
  const wanted = params?.get(ORGANIZATION) ?? null;
  const here = status?.organization;
  const first = useRef<typeof here>(undefined);
  const decided = useRef(false);
  const [entering, setEntering] = useState(false);
  if (here && !first.current) first.current = here;

  useEffect(() => {
    if (!choices || !params || decided.current) return;
    decided.current = true;
    const choice = wanted === null ? undefined : meant(wanted, choices);
    if (wanted !== null && !choice)
      toast({ kind: 'warn', title: 'The link was made in an organization that you are not a member of' });
    if (!choice || choice.current) return;
    setEntering(true);
    enterOrganization(choice.id, window.location.pathname + window.location.search, 'replace').catch(() =>
      setEntering(false),
    );
  }, [choices, params, wanted]);

  const changed = here !== undefined && first.current !== undefined && first.current.id !== here.id;
  const named = here && choices && !entering && !changed ? (choices.length > 1 ? here.id : null) : undefined;
  if (named !== undefined) carryOrganization(named);
  useEffect(() => {
    if (named === undefined || !params || !decided.current || wanted === named) return;
    const url = new URL(window.location.href);
    if (named === null) url.searchParams.delete(ORGANIZATION);
    else url.searchParams.set(ORGANIZATION, named);
    window.history.replaceState(null, '', url.pathname + url.search);
  }, [path, params, named, wanted]);

  if (entering) return { state: 'entering' };
  return changed && first.current ? { state: 'changed', was: first.current } : { state: 'here' };
}
