import http from 'node:http';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createPortalApi } from './app.ts';
import { stopOrphan } from './db/embedded.ts';
import { isAlive } from './db/postgres-process.ts';
import { openFrontDoor } from './http/front-door.ts';
import { log } from './log.ts';
import { createAuth } from './modules/auth/create-auth.ts';
import { readApiSettings } from './supervisor/process-settings.ts';
import { sweepTemporaryFolders } from './temporary-folder.ts';

/** Requests under way may finish; after this they are cut. */
const patienceMs = 3_000;
/** What has not let go by then is left to the end of the process. */
const longestCloseMs = 6_000;

const settings = readApiSettings();
sweepTemporaryFolders(settings.home);
const auth = createAuth({ authUrl: settings.authUrl, secret: settings.authSecret, publicUrl: settings.publicUrl });
const api = await createPortalApi({ ...settings, auth });
const { app, upgrade } = await openFrontDoor({ ...settings, auth, mountApi: api.mount });
const server = http.createServer(app);
// The pages' own socket in development; a stranger's upgrade is cut before it reaches anything.
server.on('upgrade', (req, socket, head) => {
  if (settings.isDevelopment && socket instanceof net.Socket) upgrade(req, socket, head);
  else socket.destroy();
});
server.listen(settings.port, settings.host, () =>
  log('info', 'api: listening', { host: settings.host, port: settings.port }),
);

/** Ends what is under way and lets go of the database. */
async function close(): Promise<void> {
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await new Promise((resolve) => server.once('close', resolve));
  clearTimeout(cut);
  await api.close();
  await auth.close();
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const closing = close().catch((error: unknown) => log('warn', 'api: not everything closed', { error }));
  // The timer also keeps the process alive: a connection that never says it has ended would else end it here, silently.
  await Promise.race([closing, wait(longestCloseMs)]);
  // A killed supervisor leaves its PostgreSQL behind; the last part to end sees to it.
  const supervisor = Number(process.env['PORTAL_SUPERVISOR_PID']);
  if (supervisor > 0 && !isAlive(supervisor)) await stopOrphan(settings.home);
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
process.on('unhandledRejection', (error) => log('error', 'api: a promise was rejected and nobody looked', { error }));
