import { useEffect } from 'react';
import { get, put } from '@/api/client';

const PARAMETER = 'organization';

interface Choice {
  id: string;
  simulated: boolean;
  current: boolean;
}

/** The organization that an address means: by its id, or `example` for the simulated one. */
export function meant(wanted: string, choices: Choice[]): Choice | undefined {
  return choices.find((choice) => (wanted === 'example' ? choice.simulated : choice.id === wanted));
}

/** An address that names an organization enters it, and is then the address of the same page there. */
export function useOrganizationOfAddress() {
  useEffect(() => {
    const here = new URL(window.location.href);
    const wanted = here.searchParams.get(PARAMETER);
    if (wanted === null) return;
    here.searchParams.delete(PARAMETER);
    // where it may not be entered, the page says so by showing the organization one is in
    void enter(wanted)
      .catch(() => undefined)
      .finally(() => window.location.replace(here));
  }, []);
}

async function enter(wanted: string) {
  const choices = await get<{ items: Choice[] }>('/organizations');
  const choice = meant(wanted, choices.items);
  if (choice && !choice.current) await put('/session/organization', { id: choice.id });
}
