/** The version of this package, as in package.json. */
export const VERSION = '0.1.0';

/** How this SDK names itself to the server. */
export const SDK = `typescript/${VERSION}`;
