import { type Messages } from './messages.ts';

/** What the frame of every page says. The build puts its list here (own-messages.mjs); null, as in development, is all. */
export const frameNamespaces: readonly (keyof Messages)[] | null = null;
