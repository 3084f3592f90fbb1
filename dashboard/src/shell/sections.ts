import type { Role } from '@/api/types';

/** The sections of Settings, and whom each is for. */
export interface Section {
  id: string;
  name: string;
  /** What it decides, in a few words. */
  about: string;
  /** Who may open it; changing may need more. */
  needs: Role;
}

export const SECTIONS = [
  { id: 'keys', name: 'API keys', about: 'credentials of agents and tools', needs: 'admin' },
  { id: 'members', name: 'Members', about: 'who has access', needs: 'admin' },
  { id: 'roles', name: 'Roles', about: 'who may do what', needs: 'viewer' },
  { id: 'privacy', name: 'Privacy', about: 'what is replaced before storing', needs: 'viewer' },
  { id: 'prices', name: 'Prices', about: 'price per million tokens', needs: 'viewer' },
  { id: 'retention', name: 'Retention', about: 'how long runs are kept', needs: 'viewer' },
  { id: 'webhooks', name: 'Webhooks', about: 'signed events from other systems', needs: 'developer' },
  { id: 'audit', name: 'Audit', about: 'who changed what, and why', needs: 'admin' },
  { id: 'attributes', name: 'Attributes', about: 'attributes to filter and split by', needs: 'viewer' },
  { id: 'organization', name: 'Organization', about: 'name and time zone', needs: 'viewer' },
] as const satisfies Section[];

export type SectionId = (typeof SECTIONS)[number]['id'];

const RANK: Record<Role, number> = { ingest: -1, agent: -1, viewer: 0, developer: 1, admin: 2 };

/** Whether a role covers another; nobody known covers nothing. */
export const covers = (role: Role | undefined, needed: Role): boolean =>
  role !== undefined && RANK[role] >= RANK[needed];

export const mayOpen = (section: { needs: Role }, role: Role | undefined): boolean =>
  covers(role, section.needs);

/** The section that an address names, or the first one that the role may open. */
export function sectionOf(wanted: string | null, role: Role | undefined): SectionId {
  return (
    SECTIONS.find((s) => s.id === wanted)?.id ??
    (role === undefined ? 'keys' : (SECTIONS.find((s) => mayOpen(s, role))?.id ?? 'roles'))
  );
}

export const roleName = (role: Role): string => role[0]?.toUpperCase() + role.slice(1);
