import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type DatabaseUrls } from './prepare-database.ts';
import { repositoryRoot, type Settings } from '../settings.ts';
import { slidePlaceSettings } from '../modules/slides/slide-place.ts';
import { nextBinary } from './build-web.ts';
import { type PartPlan, sourceArguments } from './part.ts';
import { type ApiEnvironment, type WorkerEnvironment } from './process-settings.ts';

export interface Portal {
  readonly settings: Settings;
  readonly urls: DatabaseUrls;
  readonly authSecret: string;
  readonly webPort: number;
  readonly isDevelopment: boolean;
}

/** How each part is started: Node on its file, never through npm or npx, which leave their children behind. */
export function planParts({
  settings,
  urls,
  authSecret,
  webPort,
  isDevelopment,
}: Portal): Record<PartPlan['name'], PartPlan> {
  const mode = { NODE_ENV: isDevelopment ? 'development' : 'production' };
  const api: ApiEnvironment = {
    PORTAL_PORT: String(settings.port),
    PORTAL_HOST: settings.host,
    PORTAL_HOME: settings.home,
    PORTAL_PUBLIC_URL: settings.publicUrl,
    PORTAL_WEB_URL: `http://127.0.0.1:${webPort}`,
    PORTAL_APP_DATABASE: urls.appUrl,
    PORTAL_READ_DATABASE: settings.readUrl === null ? '' : atReplica(urls.appUrl, settings.readUrl),
    PORTAL_AUTH_DATABASE: urls.authUrl,
    PORTAL_AUTH_SECRET: authSecret,
    PORTAL_COLUMNS_MB: String(settings.columnsMb),
    PORTAL_AUDIT_HEADS: settings.auditHeads,
    PORTAL_R: settings.r ?? '',
    PORTAL_IDLE_MINUTES: String(settings.idleMinutes),
    PORTAL_SIGN_INS_A_MINUTE: String(settings.signInsAMinute),
    PORTAL_SECOND_FACTOR: settings.secondFactorRule,
    PORTAL_SMTP_URL: settings.mail?.smtpUrl ?? '',
    PORTAL_MAIL_FROM: settings.mail?.from ?? '',
    PORTAL_PROVIDER: JSON.stringify(settings.provider),
    PORTAL_IS_DEVELOPMENT: isDevelopment ? 'true' : 'false',
    PORTAL_WORKERS: String(settings.workers),
    PORTAL_METRICS_TOKEN: settings.watch.metricsToken ?? '',
    PORTAL_LOG_REQUESTS: settings.watch.loggedRequests,
    PORTAL_SLOW_STATEMENT_MS: String(settings.watch.slowFromMs),
  };
  const slides = Object.fromEntries(
    slidePlaceSettings.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const worker: WorkerEnvironment = {
    PORTAL_HOME: settings.home,
    PORTAL_WORKER_DATABASE: urls.workerUrl,
    PORTAL_WORKER_THREADS: String(threadsOfEach(settings.workers)),
    PORTAL_SLOW_STATEMENT_MS: String(settings.watch.slowFromMs),
  };
  const apiHost = settings.host === '0.0.0.0' || settings.host === '::' ? '127.0.0.1' : settings.host;
  return {
    api: {
      name: 'api',
      args: sourceArguments('main.ts', isDevelopment),
      cwd: repositoryRoot,
      env: { ...mode, ...slides, ...settings.decoding, ...api },
    },
    worker: {
      name: 'worker',
      args: sourceArguments('worker.ts', isDevelopment),
      cwd: repositoryRoot,
      env: { ...mode, ...slides, ...settings.decoding, ...worker },
    },
    web: {
      name: 'web',
      args: [nextBinary, isDevelopment ? 'dev' : 'start', '--hostname', '127.0.0.1', '--port', String(webPort)],
      cwd: path.join(repositoryRoot, 'apps/web'),
      env: {
        ...mode,
        // Whether the sign-in page offers to send a link for a new password.
        PORTAL_SENDS_MAIL: settings.mail === null ? 'false' : 'true',
        // What the button for the hospital's own sign-in says; empty where there is none.
        PORTAL_PROVIDER_LABEL: settings.provider?.label ?? '',
        PORTAL_API_ORIGIN: `http://${apiHost.includes(':') ? `[${apiHost}]` : apiHost}:${settings.port}`,
      },
    },
  };
}

/** The same role at the replica, which has its password from the primary. */
export function atReplica(appUrl: string, readUrl: string): string {
  const [url, { host, pathname, search }] = [new URL(appUrl), new URL(readUrl)];
  url.host = host;
  if (pathname.length > 1) url.pathname = pathname;
  if (search !== '') url.search = search;
  return url.toString();
}

/** Workers on one machine share its cores: more threads than cores only wait for each other. */
export function threadsOfEach(workers: number): number {
  return Math.max(1, Math.floor(availableParallelism() / Math.max(1, workers)));
}
