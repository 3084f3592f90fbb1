import { noteAnswer } from '@/shell/freshness';
import { toSignIn } from '@/shell/sign-in';
import type { FieldError, Problem } from './types';

interface Elsewhere {
  organization?: { id: string; name: string } | null;
}

/** What the server, or the way to it, answered instead of data. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldError[];
  /** Where the thing is that was asked for, if it is in another organization of the caller. */
  readonly organization: { id: string; name: string } | null;

  constructor(status: number, problem: Partial<Problem> & Elsewhere) {
    super(problem.detail ?? problem.title ?? 'The server did not say why.');
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'unreachable' : `http-${status}`);
    this.fields = problem.errors ?? [];
    this.organization = problem.organization ?? null;
  }
}

type Value = string | number | boolean;
export type Query = Record<string, Value | readonly Value[] | null | undefined>;

/** `/api/v1` and a path, with the given query; empty values are left out, a list repeats its parameter. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) if (each !== '') params.append(key, String(each));
  }
  const text = params.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

/** A path with ids in it: each is one segment, whatever it holds. */
export const path = (text: TemplateStringsArray, ...ids: (string | null)[]): string =>
  String.raw({ raw: text }, ...ids.map((id) => encodeURIComponent(id ?? '')));

async function call<T>(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
  ifMatch?: string,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        Accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, { detail: 'The server cannot be reached. Is it still running?' });
  }
  if (!response.ok) {
    if (response.status === 401 && !/^\/api\/v1\/session(\/password)?$/.test(url)) toSignIn();
    const problem = await response.json().catch(() => ({ title: response.statusText }));
    throw new ApiError(response.status, problem as Partial<Problem>);
  }
  noteAnswer();
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  call<T>('GET', address(path, query), undefined, signal);
export const post = <T>(path: string, body: unknown) => call<T>('POST', address(path), body);
/** Replaces something, with `version` only what has that version. */
export const put = <T>(path: string, body: unknown, version?: string) =>
  call<T>('PUT', address(path), body, undefined, version);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', address(path), body);
export const remove = <T>(path: string, body?: unknown, query?: Query) =>
  call<T>('DELETE', address(path, query), body);
