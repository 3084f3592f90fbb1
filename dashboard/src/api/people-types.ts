import type { Time } from './types';

/** Who asks, and where. */
export type Role = 'admin' | 'developer' | 'viewer';

export interface Organization {
  id: string;
  name: string;
  timeZone: string;
  /** Its agents and their traffic are made up: the example fleet. */
  simulated?: boolean;
}

/** Who a request stands for. */
export interface Principal {
  name: string;
  role: Role;
  memberId?: string | null;
  way?: 'local' | 'key' | 'password' | 'jwt';
}

export interface Status {
  version: string;
  mode: 'local' | 'server';
  organization: Organization;
  principal: Principal;
  now: Time;
}

/** What anybody may know before signing in. */
export interface Session {
  mode: 'local' | 'server';
  signedIn: boolean;
  principal: Principal | null;
  organization: Organization | null;
  ways: ('password' | 'jwt')[];
}
