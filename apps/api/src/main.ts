import { flushCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { databaseAnswers } from './db/connections.ts';
import { stopOrphan } from './db/embedded.ts';
import { isAlive } from './db/postgres-process.ts';
import { openFrontDoor, waitingRoom } from './http/front-door.ts';
import { openPortalServer } from './http/portal-server.ts';
import { log } from './log.ts';
import { createAuth } from './modules/auth/create-auth.ts';
import { writePrivately } from './private-files.ts';
import { guardProcess } from './process-guard.ts';
import { readApiSettings } from './supervisor/process-settings.ts';
import { sweepTemporaryFolders } from './temporary-folder.ts';
import { collectOfNode } from './metrics.ts';
import { watchRequests } from './watching/watch-requests.ts';

/** Anything not released by then is left to the end of the process. */
const longestCloseMs = 6_000;
const databaseLookMs = 500;

writePrivately();
const settings = readApiSettings();
const closing: (() => Promise<void>)[] = [];

/** Ends what is under way and releases the database. */
async function close(): Promise<void> {
  for (const step of closing.toReversed()) await step();
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const closed = close().catch((error: unknown) => log('warn', 'api: not everything closed', { error }));
  // The timer also keeps the process alive: otherwise a connection that never reports its end would end it here,
  // silently.
  await Promise.race([closed, wait(longestCloseMs)]);
  // A killed supervisor leaves its PostgreSQL behind; the last part to end stops it.
  const supervisor = Number(process.env['PORTAL_SUPERVISOR_PID']);
  if (supervisor > 0 && !isAlive(supervisor)) await stopOrphan(settings.home);
  process.exit();
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
guardProcess('api', () => void stop());

sweepTemporaryFolders(settings.home);
const auth = createAuth({
  authUrl: settings.authUrl,
  secret: settings.authSecret,
  publicUrl: settings.publicUrl,
  idleMinutes: settings.idleMinutes,
  signInsAMinute: settings.signInsAMinute,
  secondFactorRule: settings.secondFactorRule,
  provider: settings.provider,
});
closing.push(() => auth.close());
const { portal, listening } = openPortalServer(
  { ...settings, onClosed: watchRequests(settings.loggedRequests) },
  waitingRoom({ ...settings, auth }),
);
await listening;
log('info', 'api: listening', { host: settings.host, port: settings.port });

// An unavailable database delays the portal but does not keep it from starting.
while (!isStopping && !(await databaseAnswers(auth.pool))) await wait(databaseLookMs);
if (!isStopping) {
  // Imported now: requests in the meantime are answered, if only that the portal is starting.
  const { createPortalApi } = await import('./compose/app.ts');
  const { openMailer } = await import('./mail/mailer.ts');
  const mailer = settings.mail && openMailer(settings.mail);
  const post = mailer && { mailer, publicUrl: settings.publicUrl };
  const api = await createPortalApi({ ...settings, auth, post });
  const { metricsToken: token } = settings;
  const metrics = token === null ? null : { token, read: api.readMetrics };
  if (metrics) collectOfNode();
  const { answer, upgrade } = openFrontDoor({ ...settings, auth, ...api, metrics });
  portal.answer = answer;
  if (settings.isDevelopment) portal.upgrade = upgrade;
  // The server first, then what its requests depend on.
  closing.push(api.close, async () => mailer?.close());
}
closing.push(() => portal.close());
// A killed process would not save it for the next one, which starts faster with it.
flushCompileCache();
