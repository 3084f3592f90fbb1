/** The fewest characters of a reason: others have to understand it later. */
export const REASON_MIN = 10;
