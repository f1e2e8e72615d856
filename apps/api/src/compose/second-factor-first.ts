import { type ApolloServerPlugin } from '@apollo/server';
import { Kind } from 'graphql';
import { type Asker } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { secondFactorFirst } from '../context/portal-error.ts';

/** What is open to somebody who has to set up a second factor: to see who they are, and to end sessions of theirs. */
const open = new Set([
  '__typename',
  'viewer',
  'studies',
  'mySecondFactor',
  'mySessions',
  'endMySession',
  'endMyOtherSessions',
]);

/** Refuses every operation that asks for more; whoever is concerned has no study anyway, and learns why by this. */
export const secondFactorBefore: ApolloServerPlugin<PortalContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ contextValue: { asker }, operation }) {
      if (!asker.secondFactorIsDue) return;
      const isOpen = operation?.selectionSet.selections.every(
        (selection) => selection.kind === Kind.FIELD && open.has(selection.name.value),
      );
      if (!isOpen) throw secondFactorFirst();
    },
  }),
};

/** The status of a stream that is refused; null for one that is open. */
export function refusalOfStream(asker: Asker | null): [null, { status: number; statusText: string }] | null {
  if (!asker) return [null, { status: 401, statusText: 'Unauthorized' }];
  // A stream is of a page that somebody has open; a program asks again.
  return asker.secondFactorIsDue || asker.token ? [null, { status: 403, statusText: 'Forbidden' }] : null;
}
