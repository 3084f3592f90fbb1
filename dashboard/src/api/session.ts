import { get, post } from './client';
import { useAsk } from './queries';
import type { Session } from './types';

export const useSession = () => useAsk(['session'], (s) => get<Session>('/session', {}, s));

export const signIn = (email: string, password: string) => post<Session>('/session', { email, password });

export const setPassword = (token: string, password: string) =>
  post<Session>('/session/password', { token, password });
