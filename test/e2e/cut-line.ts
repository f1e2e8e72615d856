import net from 'node:net';

export interface CutLine {
  readonly port: number;
  /** All bytes that clients have sent so far, heads of requests included. */
  readonly sentBytes: () => number;
  /** Calls `then` once, as soon as this many more bytes have passed. */
  readonly cutAfter: (bytes: number, then: () => void) => void;
  /** Breaks every connection, like an unplugged cable. */
  readonly breakAll: () => void;
  readonly close: () => Promise<void>;
}

/** A line between clients and a server on this machine that can be cut at any byte. */
export async function openCutLine(serverPort: number): Promise<CutLine> {
  const sockets = new Set<net.Socket>();
  let sent = 0;
  let cut: { at: number; then: () => void } | null = null;
  const line = net.createServer((client) => {
    const server = net.connect(serverPort, '127.0.0.1');
    const end = () => {
      client.destroy();
      server.destroy();
      sockets.delete(client);
      sockets.delete(server);
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (chunk) => {
      if (cut && sent + chunk.length >= cut.at) {
        const { at, then } = cut;
        cut = null;
        const part = chunk.subarray(0, at - sent);
        sent += part.length;
        // Nothing passes after the cut: a connection loses its end, never a piece in the middle.
        client.removeAllListeners('data').pause();
        server.removeAllListeners('drain').write(part, () => then());
        return;
      }
      sent += chunk.length;
      if (!server.write(chunk)) client.pause();
    });
    server.on('drain', () => client.resume()).on('data', (chunk) => client.write(chunk));
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  return {
    port: (line.address() as net.AddressInfo).port,
    sentBytes: () => sent,
    cutAfter: (bytes, then) => (cut = { at: sent + bytes, then }),
    breakAll: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => line.close(resolve));
    },
  };
}
