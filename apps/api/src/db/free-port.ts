import net from 'node:net';

const loopback = '127.0.0.1';

/** A port of the loopback that is free now. */
export async function anyFreePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, loopback, resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  const probe = net.createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, loopback, () => probe.close(() => resolve(true)));
  });
}
