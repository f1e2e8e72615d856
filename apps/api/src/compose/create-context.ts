import { randomUUID } from 'node:crypto';
import { type ApolloServerPlugin } from '@apollo/server';
import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { whoIs } from '../modules/auth/who-is.ts';
import { type Asker, type AskerOf } from '../context/asker.ts';
import { PortalError } from '../context/portal-error.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { noteInLog, requestIdOfScope } from '../log-scope.ts';

export function askerReader(auth: PortalAuth): AskerOf {
  return async (req) => {
    const found = await whoIs(auth, req);
    if (!found) return null;
    noteInLog({ userId: found.asker.userId });
    return { ...found.asker, requestId: requestIdOfScope() ?? randomUUID() };
  };
}

/** @throws UNAUTHENTICATED (HTTP 401) without a signed-in user: no operation is open to strangers. */
export function contextFactory(askerOf: AskerOf) {
  return async (
    req: Pick<IncomingMessage, 'headers'> & Partial<Pick<IncomingMessage, 'socket'>>,
  ): Promise<PortalContext> => {
    const asker = await askerOf(req);
    if (!asker) throw new PortalError('UNAUTHENTICATED', 'sign in first', { http: { status: 401 } });
    const { socket } = req;
    return { asker, requestId: asker.requestId ?? '', ...(socket && { gone: goneFrom(socket) }) };
  };
}

const signals = new WeakMap<Socket, AbortSignal>();

/** A browser that waits no longer closes its connection, which carries one request at a time. */
function goneFrom(socket: Socket): AbortSignal {
  const known = signals.get(socket);
  if (known) return known;
  const gone = new AbortController();
  if (socket.destroyed) gone.abort();
  else socket.once('close', () => gone.abort());
  signals.set(socket, gone.signal);
  return gone.signal;
}

/** Questions end with whoever asked them. What changes something does not: half of it would be left undone. */
export const questionsEndWithAsker: ApolloServerPlugin<PortalContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ contextValue, operation }) {
      const { asker, gone } = contextValue;
      if (gone && operation?.operation === 'query') (contextValue as { asker: Asker }).asker = { ...asker, gone };
    },
  }),
};
