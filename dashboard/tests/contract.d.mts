export const OPERATIONS: { name: string; role: string }[];
export function faultsOfAnswer(method: string, path: string, status: number, body: unknown): string[];
export function faultsOfRequest(
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
): string[];
