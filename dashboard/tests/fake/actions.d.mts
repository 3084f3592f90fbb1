export function actionsOf(run: unknown): unknown[];
export function detailOf(run: unknown, action: unknown): unknown;
