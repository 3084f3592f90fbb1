import { actionsOf } from '../fake/actions.mjs';
import { makeWorld } from '../fake/world.mjs';

export const NOW = '2026-11-24T14:31:07.000Z';
const world = makeWorld(Date.parse(NOW));
const [writer, automator, , , , reporter] = world.agents as { id: string; name: string }[];
const runs = world.runs as {
  id: string;
  agent: { id: string };
  sessionId: string;
  success: { value: boolean | null };
}[];
const failed = runs.filter((run) => run.success.value === false);
const first = failed[0] ?? runs[0];
if (!first || !writer || !automator || !reporter) throw new Error('the fake world is empty');
const draft = (actionsOf(first) as { name: string; spanId: string }[]).find((a) => a.name === 'draft_email');

export const FAILED_RUN = first.id;
export const GOOD_RUN = (runs.find((run) => run.agent.id === writer.id && run.success.value) ?? first).id;
export const FAILED_IDS = failed.filter((run) => run.agent.id === writer.id).map((run) => run.id);
export const WRITER = writer.id;
export const AUTOMATOR = automator.id;
export const BIG_RUN = `${'b'.repeat(32)}-${'0'.repeat(16)}`;

/** Every page in a state worth looking at, with the scenario of the fake server that brings it about. */
export const PAGES: { name: string; path: string; scenario?: string; heading: RegExp }[] = [
  { name: 'fleet', path: '/fleet', heading: /Email\sWriter\sis\sfailing/ },
  { name: 'fleet-calm', path: '/fleet', scenario: 'calm', heading: /All\sthree\sagents/ },
  { name: 'fleet-large', path: '/fleet', scenario: 'many', heading: /Eight\smore\sagents/ },
  { name: 'fleet-empty', path: '/fleet', scenario: 'empty', heading: /No\sagent\shas\sreported\syet/ },
  { name: 'fleet-error', path: '/fleet', scenario: 'error', heading: /Fleet/ },
  { name: 'agent', path: `/agent?id=${writer.id}`, heading: /Email\sWriter\sfails\sone\srun\sin\sfour/ },
  { name: 'agent-slow', path: `/agent?id=${automator.id}`, heading: /Task\sAutomator\sis\sslow\ssince/ },
  {
    name: 'compare',
    path: `/compare?id=${writer.id}&by=promptVersion&a=v13&b=v14&from=-24h`,
    heading: /v14\sfails/,
  },
  {
    name: 'compare-few',
    path: `/compare?id=${writer.id}&by=version&a=2.3.0&b=2.4.0`,
    heading: /Too\sfew\sruns/,
  },
  { name: 'agent-quiet', path: `/agent?id=${reporter.id}`, heading: /too\squiet\sto\stell/ },
  { name: 'agent-policy', path: `/agent?id=${automator.id}&tab=policy`, heading: /Task\sAutomator/ },
  {
    name: 'agent-policy-viewer',
    path: `/agent?id=${reporter.id}&tab=policy`,
    scenario: 'viewer',
    heading: /too\squiet/,
  },
  { name: 'tool-rules', path: '/tool-rules', heading: /tool\srule\sfor\sall\sagents/ },
  {
    name: 'tool-rules-viewer',
    path: '/tool-rules',
    scenario: 'viewer',
    heading: /tool\srule\sfor\sall\sagents/,
  },
  { name: 'tool-rules-none', path: '/tool-rules', scenario: 'empty', heading: /No\stool\srule\sholds/ },
  { name: 'approvals', path: '/approvals', heading: /(Three|Two)\stool\scalls\swait\sfor\syou/ },
  {
    name: 'approvals-viewer',
    path: '/approvals',
    scenario: 'viewer',
    heading: /(Three|Two)\stool\scalls\swait\sfor\san\sAdmin/,
  },
  { name: 'approvals-decided', path: '/approvals?show=decided', heading: /(Three|Two)\stool\scalls/ },
  { name: 'approvals-none', path: '/approvals', scenario: 'empty', heading: /Nothing\swaits/ },
  {
    name: 'approvals-fleet',
    path: '/approvals',
    scenario: 'fleetstopped',
    heading: /(Three|Two)\stool\scalls/,
  },
  { name: 'approvals-error', path: '/approvals', scenario: 'error', heading: /Approvals/ },
  { name: 'register', path: '/register', heading: /One\sagent\sis\soverdue\sfor\sreview/ },
  {
    name: 'register-entry',
    path: `/register?sel=${automator.id}`,
    heading: /One\sagent\sis\soverdue\sfor\sreview/,
  },
  {
    name: 'register-viewer',
    path: `/register?sel=${reporter.id}&review=unreviewed`,
    scenario: 'viewer',
    heading: /One\sagent\sis\soverdue/,
  },
  { name: 'register-none', path: '/register?risk=high&team=Growth', heading: /One\sagent\sis\soverdue/ },
  { name: 'register-empty', path: '/register', scenario: 'empty', heading: /No\sagent\sis\sregistered/ },
  { name: 'register-large', path: '/register', scenario: 'many', heading: /for\sreview/ },
  { name: 'register-error', path: '/register', scenario: 'error', heading: /Register/ },
  { name: 'agent-settings', path: `/agent?id=${writer.id}&tab=settings`, heading: /Email\sWriter/ },
  {
    name: 'executions',
    path: `/executions?agent=${writer.id}&from=-3h&sel=${first.id}`,
    heading: /runs\sof\sEmail\sWriter\sin\s3\sh/,
  },
  { name: 'executions-all', path: '/executions', heading: /runs\sin\s24\sh/ },
  { name: 'executions-actions', path: '/executions?view=actions', heading: /Actions\sin\s24\sh/ },
  {
    name: 'executions-none',
    path: '/executions?attr.locale=pt',
    heading: /No\srun\swith\slocale\spt\sin\s24\sh/,
  },
  { name: 'executions-error', path: '/executions', scenario: 'error', heading: /Executions/ },
  {
    name: 'execution',
    path: `/execution?id=${first.id}&action=${draft?.spanId}`,
    heading: /failed:\sparse_output/,
  },
  { name: 'execution-attributes', path: `/execution?id=${first.id}&tab=attributes`, heading: /failed/ },
  { name: 'execution-10000', path: `/execution?id=${BIG_RUN}`, heading: /Research\severything\ssucceeded/ },
  { name: 'execution-called', path: `/execution?id=${GOOD_RUN}`, heading: /succeeded/ },
  { name: 'execution-missing', path: '/execution?id=feedfeed', heading: /Run/ },
  {
    name: 'executions-by-agent',
    path: '/executions?by=agent&sort=-costUsd',
    heading: /Email\sWriter\scost\sthe\smost/,
  },
  {
    name: 'executions-said',
    path: '/executions?user=nobody&minDurationMs=abc&not.model=x&success=true&success=unknown',
    heading: /runs\swithout\smodel\sx\ssucceeded\sor\sunknown/,
  },
  { name: 'session', path: `/session?id=${first.sessionId}`, heading: /runs\sof\s2\sagents/ },
  { name: 'connect-waiting', path: '/connect', heading: /Connect\san\sagent/ },
  { name: 'connect-green', path: '/connect', scenario: 'green', heading: /Connected/ },
  { name: 'connect-server', path: '/connect', scenario: 'server', heading: /Connect\san\sagent/ },
  { name: 'connect-sdk', path: '/connect?with=sdk', scenario: 'server', heading: /Connect\san\sagent/ },
  { name: 'connect-viewer', path: '/connect', scenario: 'viewer', heading: /Connect\san\sagent/ },
  {
    name: 'execution-viewer',
    path: `/execution?id=${first.id}`,
    scenario: 'viewer',
    heading: /failed/,
  },
  { name: 'settings-keys', path: '/settings', heading: /API\skeys\./ },
  { name: 'settings-keys-none', path: '/settings?section=keys', scenario: 'empty', heading: /API\skeys\./ },
  { name: 'settings-members', path: '/settings?section=members', scenario: 'server', heading: /Members\./ },
  { name: 'settings-forbidden', path: '/settings?section=members', scenario: 'viewer', heading: /Members\./ },
  { name: 'settings-roles', path: '/settings?section=roles', heading: /Roles\./ },
  { name: 'settings-privacy', path: '/settings?section=privacy', heading: /Privacy\./ },
  {
    name: 'settings-privacy-viewer',
    path: '/settings?section=privacy',
    scenario: 'viewer',
    heading: /Privacy/,
  },
  { name: 'settings-prices', path: '/settings?section=prices', heading: /Prices\./ },
  { name: 'settings-retention', path: '/settings?section=retention', heading: /Retention\./ },
  { name: 'settings-webhooks', path: '/settings?section=webhooks&sel=wh_cold', heading: /Webhooks\./ },
  { name: 'settings-mapping', path: '/settings?section=webhooks&sel=wh_inv', heading: /Webhooks\./ },
  { name: 'settings-audit', path: '/settings?section=audit', heading: /Audit\./ },
  { name: 'settings-attributes', path: '/settings?section=attributes', heading: /Attributes\./ },
  {
    name: 'connect-example',
    path: '/connect',
    scenario: 'simulated',
    heading: /Your\sagents\sreport\sto\sNorthbeam/,
  },
  { name: 'settings-organization', path: '/settings?section=organization', heading: /Organization\./ },
  { name: 'settings-error', path: '/settings?section=audit', scenario: 'error', heading: /Audit\./ },
  { name: 'sign-in', path: '/sign-in?next=%2Fexecutions', scenario: 'signedout', heading: /Sign\sin/ },
  { name: 'sign-in-link', path: '/sign-in#token=t1', scenario: 'link', heading: /Choose\syour\spassword/ },
  { name: 'sign-in-local', path: '/sign-in', heading: /No\ssign-in\sneeded/ },
  { name: 'fleet-simulated', path: '/fleet', scenario: 'simulated', heading: /Email\sWriter\sis\sfailing/ },
  { name: 'components', path: '/components', heading: /Every\sshared\scomponent/ },
  { name: 'not-found', path: '/nowhere', heading: /no\spage\sat\sthis\saddress/ },
];
