import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { whoIs } from '../modules/auth/who-is.ts';
import { type AskerOf } from '../context/asker.ts';
import { PortalError } from '../context/portal-error.ts';
import { type PortalContext } from '../context/portal-context.ts';

export function askerReader(auth: PortalAuth): AskerOf {
  return async (req) => {
    const found = await whoIs(auth, req);
    return found && { ...found.asker, requestId: randomUUID() };
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
    return {
      asker,
      requestId: asker.requestId ?? '',
      ...(socket && { whileAsked: (work) => whileOpen(socket, work) }),
    };
  };
}

/** A browser that waits no longer closes its connection, which carries one request at a time. */
async function whileOpen<Result>(socket: Socket, work: (gone: AbortSignal) => Promise<Result>): Promise<Result> {
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  if (socket.destroyed) abort();
  socket.once('close', abort);
  try {
    return await work(gone.signal);
  } finally {
    socket.off('close', abort);
  }
}
