export const BIG_ID: string;
