'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post, remove } from '@/api/client';
import { useMembers } from '@/api/settings';
import type { Member, Role, SignInLink } from '@/api/types';
import { useAddressValue } from '@/shell/address';
import { roleName } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Unknown, When } from '@/ui/values';
import { ChangeDialog, FromTo, Labelled, LabelledInput, OnceDialog, type SectionProps } from './parts';

const ROLES: { value: Role; label: string; about: string }[] = [
  {
    value: 'viewer',
    label: 'Viewer',
    about: 'Sees agents, runs and numbers. No message texts, no changes.',
  },
  {
    value: 'developer',
    label: 'Developer',
    about: 'Also reads messages, adds outcomes, sets objectives and tests policies.',
  },
  {
    value: 'admin',
    label: 'Admin',
    about: 'Also manages keys, members, privacy, prices, retention and webhooks, and deletes.',
  },
];
const aboutOf = (role: Role) => ROLES.find((r) => r.value === role)?.about;
const nameOf = (member: Member) => member.name || member.email;

interface Shown {
  title: string;
  link: SignInLink;
}

/** Members: invited, given a role, disabled, removed. */
export default function Members({ status }: SectionProps) {
  const members = useMembers(true);
  const [asked, ask] = useAddressValue('do');
  const inviting = asked === 'invite';
  const setInviting = (open: boolean) => ask(open ? 'invite' : null);
  const [asking, setAsking] = useState<{ what: 'change' | 'link' | 'remove'; member: Member } | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['members'] });
  const close = () => setAsking(null);
  const invite = (
    <button type="button" className="btn sm" onClick={() => setInviting(true)}>
      Invite…
    </button>
  );
  return (
    <>
      {status.mode === 'local' && (
        <p className="text-12 text-ink-3">
          In local mode nobody signs in. Members are needed in server mode.
        </p>
      )}
      <Region asked={members} what="The members could not be read" panel>
        {({ items }) =>
          items.length === 0 ? (
            <Panel label="Members">
              <EmptyState title="No members yet" action={invite}>
                Members sign in with a password or through your identity provider.
              </EmptyState>
            </Panel>
          ) : (
            <Panel title="Members" sub={String(items.length)} tools={invite}>
              <PlainTable
                label="Members"
                rows={items}
                rowKey={(member) => member.id}
                dim={(member) => member.state === 'disabled'}
                columns={[
                  {
                    id: 'who',
                    head: 'Name',
                    whole: true,
                    cell: (member) => (
                      <span className="flex min-w-0 flex-col py-1.5 leading-[18px]">
                        <span className="truncate font-medium">
                          {nameOf(member)}
                          {member.id === status.principal.memberId && (
                            <span className="font-normal text-ink-3"> you</span>
                          )}
                        </span>
                        {member.name && <span className="truncate text-12 text-ink-3">{member.email}</span>}
                      </span>
                    ),
                  },
                  { id: 'role', head: 'Role', cell: (member) => roleName(member.role) },
                  { id: 'state', head: 'State', cell: (member) => <State of={member} /> },
                  {
                    id: 'seen',
                    head: 'Last seen',
                    cell: (member) =>
                      member.lastSeenAt ? (
                        <When at={member.lastSeenAt} />
                      ) : (
                        <Unknown why="never signed in" short="never" />
                      ),
                  },
                  {
                    id: 'actions',
                    head: '',
                    align: 'right',
                    cell: (member) => (
                      <span className="inline-flex flex-wrap justify-end gap-1">
                        <button
                          type="button"
                          className="btn sm quiet"
                          aria-label={`Change ${nameOf(member)}`}
                          onClick={() => setAsking({ what: 'change', member })}
                        >
                          Change…
                        </button>
                        <button
                          type="button"
                          className="btn sm quiet"
                          aria-label={`New link for ${nameOf(member)}`}
                          onClick={() => setAsking({ what: 'link', member })}
                        >
                          New link…
                        </button>
                        <button
                          type="button"
                          className="btn sm quiet"
                          aria-label={`Remove ${nameOf(member)}`}
                          onClick={() => setAsking({ what: 'remove', member })}
                        >
                          Remove…
                        </button>
                      </span>
                    ),
                  },
                ]}
              />
            </Panel>
          )
        }
      </Region>
      {inviting && (
        <Invite
          onInvited={(member, link) => {
            setShown({ title: `${nameOf(member)} is invited`, link });
            void again();
          }}
          onClose={() => setInviting(false)}
        />
      )}
      {asking?.what === 'change' && (
        <ChangeMember member={asking.member} onChanged={() => void again()} onClose={close} />
      )}
      {asking?.what === 'link' && (
        <ChangeDialog
          title={`New link for ${nameOf(asking.member)}`}
          what="It sets a new password. The old one works until then; earlier links stop working."
          verb="Create link"
          reasons={['Password forgotten', 'The first link has expired']}
          onClose={close}
          onConfirm={async (reason) => {
            const link = await post<SignInLink>(`/members/${asking.member.id}/link`, { reason });
            setShown({ title: `Link for ${nameOf(asking.member)}`, link });
          }}
        />
      )}
      {asking?.what === 'remove' && (
        <ChangeDialog
          title={`Remove ${nameOf(asking.member)}`}
          what="Their sessions end at once. Their changes stay in the audit log."
          verb="Remove member"
          danger
          reasons={['Left the company', 'Invited by mistake']}
          confirmWith={asking.member.email}
          onClose={close}
          onConfirm={async (reason) => {
            await remove(`/members/${asking.member.id}`, undefined, { reason });
            toast({ kind: 'stopped', title: `${nameOf(asking.member)} was removed` });
            await again();
          }}
        />
      )}
      {shown && (
        <OnceDialog
          title={shown.title}
          what={
            <>
              Send this link yourself: MetaAgent sends no mail. It works once, until{' '}
              <When at={shown.link.linkExpiresAt} as="stamp" />, and is shown only now.
            </>
          }
          values={[{ label: 'Link', value: new URL(shown.link.link, window.location.origin).href }]}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}

function State({ of: member }: { of: Member }) {
  if (member.state === 'disabled')
    return (
      <span className="inline-flex items-center gap-1.5">
        <StatusGlyph kind="stopped" size={13} /> disabled
      </span>
    );
  if (member.state === 'invited')
    return (
      <span className="inline-flex items-center gap-1.5">
        <StatusGlyph kind="unknown" size={13} /> Invited, not signed in yet
      </span>
    );
  return (
    <span className="text-ink-3">
      {member.method === 'jwt' ? 'identity provider' : member.method === 'password' ? 'password' : 'active'}
    </span>
  );
}

function RoleChoice({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  return (
    <Labelled label="Role">
      <Segments label="Role" value={role} options={ROLES} onChange={onChange} />
      <span className="text-ink-3">{aboutOf(role)}</span>
    </Labelled>
  );
}

function Invite({
  onInvited,
  onClose,
}: {
  onInvited: (member: Member, link: SignInLink) => void;
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('developer');
  return (
    <ChangeDialog
      title="Invite a member"
      what="You get a one-time link to pass on. It lets the person set a password."
      verb="Invite"
      reasons={['Works on our agents', 'Is on call for our agents']}
      wrong={
        /^\S+@\S+$/.test(email.trim())
          ? null
          : { email: 'Enter an e-mail address, such as name@company.com.' }
      }
      onClose={onClose}
      onConfirm={async (reason) => {
        const made = await post<SignInLink & { member: Member }>('/members', {
          email: email.trim(),
          name: name.trim() || undefined,
          role,
          reason,
        });
        onInvited(made.member, made);
      }}
    >
      {(refused) => (
        <>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            <LabelledInput
              label="E-mail address"
              type="email"
              value={email}
              problem={refused.email}
              onChange={setEmail}
            />
            <LabelledInput
              label="Name"
              unit="optional"
              value={name}
              problem={refused.name}
              onChange={setName}
            />
          </div>
          <RoleChoice role={role} onChange={setRole} />
        </>
      )}
    </ChangeDialog>
  );
}

function ChangeMember({
  member,
  onChanged,
  onClose,
}: {
  member: Member;
  onChanged: () => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(member.name ?? '');
  const [role, setRole] = useState<Role>(member.role);
  const [disabled, setDisabled] = useState(member.state === 'disabled');
  const wasDisabled = member.state === 'disabled';
  const rows: [string, string, string][] = [];
  if (name.trim() !== (member.name ?? '')) rows.push(['Name', member.name || '–', name.trim() || '–']);
  if (role !== member.role) rows.push(['Role', roleName(member.role), roleName(role)]);
  if (disabled !== wasDisabled)
    rows.push(['Access', wasDisabled ? 'off' : 'on', disabled ? 'off, sessions end at once' : 'on']);
  return (
    <ChangeDialog
      title={`Change ${nameOf(member)}`}
      what={member.email}
      verb="Save changes"
      reasons={['New responsibilities', 'On leave']}
      wrong={rows.length > 0 ? null : 'Nothing has changed yet.'}
      onClose={onClose}
      onConfirm={async (reason) => {
        await patch<Member>(`/members/${member.id}`, {
          ...(name.trim() !== (member.name ?? '') && { name: name.trim() }),
          ...(role !== member.role && { role }),
          ...(disabled !== wasDisabled && { disabled }),
          reason,
        });
        toast({ kind: 'better', title: `${name.trim() || member.email} was changed` });
        onChanged();
      }}
    >
      <LabelledInput label="Name" value={name} onChange={setName} />
      <RoleChoice role={role} onChange={setRole} />
      <Labelled label="Access">
        <Segments
          label="Access"
          value={disabled ? 'no' : 'yes'}
          options={[
            { value: 'yes', label: 'On' },
            { value: 'no', label: 'Off' },
          ]}
          onChange={(value) => setDisabled(value === 'no')}
        />
      </Labelled>
      {rows.length > 0 && <FromTo rows={rows} />}
    </ChangeDialog>
  );
}
