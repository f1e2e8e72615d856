import net from 'node:net';

/** A way to a database that counts the packets which reach it: each is a trip that somebody waits for. */
export async function openCountedLine(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const server = { port: Number(url.port), host: url.hostname, noDelay: true };
  let packets = 0;
  const line = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect(server);
    near.on('data', () => (packets += 1));
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => [near, far].map((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  url.host = `127.0.0.1:${(line.address() as net.AddressInfo).port}`;
  return {
    url: url.toString(),
    packets: () => packets,
    startCounting: () => void (packets = 0),
    close: () => void line.close(),
  };
}
