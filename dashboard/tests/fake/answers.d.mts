export function uuidOf(n: number): string;
