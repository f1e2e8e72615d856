import net from 'node:net';
import { startEmbeddedPostgres } from '../../../apps/api/src/db/embedded.ts';
import { prepareHome } from '../../../apps/api/src/settings.ts';

/** A PostgreSQL for other machines: the embedded one listens on loopback, and this passes on what comes to `address`. */
const [home = '', address = '', port = '5432'] = process.argv.slice(2);
prepareHome(home);
const { ownerUrl, port: inner } = await startEmbeddedPostgres(home);
net
  .createServer({ keepAlive: true }, (outside) => {
    const inside = net.connect(inner, '127.0.0.1');
    outside.pipe(inside).pipe(outside);
    for (const [one, other] of [[outside, inside], [inside, outside]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    } // prettier-ignore
  })
  .listen(Number(port), address, () => {
    const url = new URL(ownerUrl);
    url.host = `${address}:${port}`;
    process.stdout.write(`READY ${url.href}\n`);
  });
