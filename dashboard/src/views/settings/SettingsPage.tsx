'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ComponentType, useEffect, useRef } from 'react';
import { useStatus } from '@/api/queries';
import { href, useAddress } from '@/shell/address';
import { Page } from '@/shell/Page';
import { mayOpen, roleName, SECTIONS, type SectionId, sectionOf } from '@/shell/sections';
import { ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer } from '@/ui/values';
import { Forbidden, type SectionProps } from './parts';

const Loading = () => (
  <Panel label="Loading">
    <Skeleton />
  </Panel>
);
const lazily = (load: () => Promise<{ default: ComponentType<SectionProps> }>) =>
  dynamic(load, { ssr: false, loading: Loading });

const VIEWS: Record<SectionId, ComponentType<SectionProps>> = {
  keys: lazily(() => import('./Keys')),
  members: lazily(() => import('./Members')),
  roles: lazily(() => import('./Roles')),
  privacy: lazily(() => import('./Privacy')),
  prices: lazily(() => import('./Prices')),
  retention: lazily(() => import('./Retention')),
  webhooks: lazily(() => import('./Webhooks')),
  audit: lazily(() => import('./Audit')),
  attributes: lazily(() => import('./Attributes')),
  organization: lazily(() => import('./Organization')),
};

const SENTENCES: Record<SectionId, [lead: string, rest: string]> = {
  keys: ['API keys.', 'Credentials of agents and tools. Each is shown once and can be revoked at any time.'],
  members: ['Members.', 'Who has access, and with which role.'],
  roles: ['Roles.', 'Who may do what, checked at every request.'],
  privacy: ['Privacy.', 'What is replaced in incoming data before it is stored.'],
  prices: ['Prices.', 'Price per million tokens. Without a price, cost is unknown, not $0.'],
  retention: ['Retention.', 'How long runs and their messages are kept.'],
  webhooks: ['Webhooks.', 'Signed events from n8n, your own products, or anything that posts JSON.'],
  audit: ['Audit.', 'Who changed what, when and why, in a hash chain.'],
  attributes: ['Attributes.', 'Attributes of your runs to filter, split and group by.'],
  organization: ['Organization.', 'Its name, and the time zone of its days and periods.'],
};

/** Settings: who may do what here, what is kept, and how it is counted. */
export function SettingsPage() {
  const { params } = useAddress();
  const status = useStatus();
  const role = status.data?.principal.role;
  const id = sectionOf(params.get('section'), role);
  const section = SECTIONS.find((s) => s.id === id) ?? SECTIONS[0];
  const [lead, rest] = SENTENCES[id];
  const View = VIEWS[id];
  return (
    <Page
      crumbs={[status.data?.organization.name ?? 'MetaAgent', 'Settings', section.name]}
      title={`${section.name} · Settings`}
    >
      <div className="settings">
        <SectionList here={id} role={role} />
        <div className="flex min-w-0 flex-col gap-4">
          <Answer
            sub={
              status.data
                ? `${status.data.principal.name}, ${roleName(status.data.principal.role)}`
                : undefined
            }
          >
            {lead} <span className="q">{rest}</span>
          </Answer>
          {status.data && role ? (
            mayOpen(section, role) ? (
              <View key={id} status={status.data} role={role} />
            ) : (
              <Forbidden what={section.name} needs={section.needs} role={role} />
            )
          ) : status.error ? (
            <Panel label="Settings">
              <ErrorState
                what="The server cannot be reached"
                error={status.error}
                retry={() => void status.refetch()}
              />
            </Panel>
          ) : (
            <Loading />
          )}
        </div>
      </div>
    </Page>
  );
}

function SectionList({ here, role }: { here: SectionId; role: SectionProps['role'] | undefined }) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a small screen the list is a row: the chosen one must be in sight.
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && current) list.current.scrollLeft = current.offsetLeft - 16;
  }, [here]);
  return (
    <nav className="settings-list" aria-label="Sections of Settings" ref={list}>
      {SECTIONS.map((section) => (
        <Link
          key={section.id}
          href={href('/settings', { section: section.id })}
          className="nav-item"
          aria-current={section.id === here ? 'page' : undefined}
          title={
            role && !mayOpen(section, role) ? `Needs the role ${roleName(section.needs)}` : section.about
          }
        >
          <span className={role && !mayOpen(section, role) ? 'text-ink-3' : undefined}>{section.name}</span>
        </Link>
      ))}
    </nav>
  );
}
