import net from 'node:net';
import { type PoolClient } from 'pg';

/** The number by which PostgreSQL knows a request to cancel from the beginning of a connection. */
const CANCEL_REQUEST = 80_877_102;
/** A server that does not take the request within this time is let be. */
const PATIENCE_MS = 10_000;

/** pg keeps where it is connected and the key that the server gave it; its types do not tell. */
interface Connected {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/**
 * Ends the statement that a connection is carrying out, if there is one, which then fails with 57014. The request goes on a
 * connection of its own, which the server closes once the statement's process has been told.
 *
 * @returns once the server has closed, or cannot be reached. Until then the connection belongs to nobody else: the next
 *   statement on it would be ended in the place of this one.
 */
export function cancelStatement(client: PoolClient): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as Connected;
  const request = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID, secretKey].forEach((number, place) => request.writeInt32BE(number, 4 * place));
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port, host);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.once('connect', () => socket.write(request));
    socket.resume();
  });
}
