import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { anyFreePort } from '../db/free-port.ts';
import { secretOf } from '../db/secrets.ts';
import { offerFirstAdministrator } from '../modules/people/first-administrator.ts';
import { checkSlidePlace } from '../modules/slides/slide-place.ts';
import { closeToOthers } from '../private-files.ts';
import {
  builtPages,
  checkDatabase,
  checkPortIsFree,
  prepareAuditHeads,
  prepareHome,
  type Settings,
} from '../settings.ts';
import { sweepTemporaryFolders } from '../temporary-folder.ts';
import { readBackupSettings } from '../backup/backup-settings.ts';
import { keepBackups } from './backup-schedule.ts';
import { buildWeb, isWebBuilt } from './build-web.ts';
import { keepRunning, type Kept } from './keep-running.ts';
import { lastWords, leaveWithThisProcess, logFileOf, type PartPlan, startPart } from './part.ts';
import { scriptsOfPages } from './page-scripts.ts';
import { planParts } from './plans.ts';
import { checkDemoPassword, prepareDemonstration } from './prepare-demonstration.ts';
import { prepareResponses } from './prepare-responses.ts';
import { lockHome } from './portal-lock.ts';
import { keepLogsShort } from './shorten-logs.ts';
import { upgradeDatabase } from './upgrade-database.ts';
import { silenceAt, watchAnswers } from './watch-answers.ts';

/** Why the portal did not start. */
export class PartEnded extends Error {
  override readonly name = 'PartEnded';
}

export interface RunningPortal {
  readonly address: string;
  /** Null where the portal runs without its demonstration. */
  readonly demoPassword: string | null;
  /** The link by which somebody becomes the first administrator; null while somebody administers. */
  readonly firstAdministrator: string | null;
}

export interface Start {
  readonly settings: Settings;
  readonly isDevelopment: boolean;
  readonly withDemonstration: boolean;
  readonly say: (line: string) => void;
  /** Aborted by Ctrl-C: what is under way is given up. */
  readonly signal: AbortSignal;
  /** Takes what must be stopped, last first. */
  readonly onStop: (stop: () => Promise<void> | void) => void;
}

const startPatienceMs = 120_000;

async function untilItAnswers(url: string, { log, signal, part }: { log: string; signal: AbortSignal; part: Kept }) {
  const answers = async () => {
    for (const end = Date.now() + startPatienceMs; Date.now() < end; await wait(100, undefined, { signal })) {
      const answer = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      }).catch(() => null);
      await answer?.body?.cancel();
      signal.throwIfAborted();
      if (answer !== null && answer.status < 500) return;
    }
    throw new PartEnded(
      `The portal did not answer on ${url} within ${startPatienceMs / 1_000} s. The last words of ${log}:\n${lastWords(log)}`,
    );
  };
  const ended = part.firstEnded.then((how) => {
    throw new PartEnded(
      `The ${part.name} ended before the portal was ready (${how}). Its last words, from ${log}:\n${lastWords(log)}`,
    );
  });
  await Promise.race([answers(), ended]);
}

/** Starts database, demonstration, API, worker and web, in this order; everything started is handed to `onStop`. */
export async function startPortal({
  settings,
  isDevelopment,
  withDemonstration,
  say,
  signal,
  onStop,
}: Start): Promise<RunningPortal> {
  const { home } = settings;
  // For what is started beside the parts: the build of the pages, the drawing of the demonstration.
  Object.assign(process.env, leaveWithThisProcess());
  prepareHome(home);
  const lock = lockHome(home);
  onStop(lock.release);
  closeToOthers(home);
  prepareAuditHeads(settings.auditHeads);
  sweepTemporaryFolders(home);
  if (withDemonstration) await checkDemoPassword(settings);
  await checkPortIsFree(settings);
  await checkSlidePlace();
  readBackupSettings();

  let ownerUrl = settings.databaseUrl;
  if (ownerUrl === null) {
    say('Database: starting PostgreSQL');
    const postgres = await startEmbeddedPostgres(home);
    const { port } = postgres;
    onStop(keepRunning('PostgreSQL', postgres, () => startEmbeddedPostgres(home, { port }), say).stop);
    ownerUrl = postgres.ownerUrl;
  } else {
    await checkDatabase(ownerUrl);
  }
  signal.throwIfAborted();
  say('Database: bringing the tables up to date');
  const urls = await upgradeDatabase(ownerUrl, settings, say);
  signal.throwIfAborted();
  const derived = await prepareResponses(urls.appUrl);
  if (derived > 0) say(`Responses: those of ${derived} patients are derived again`);
  signal.throwIfAborted();
  const authSecret = secretOf(home, 'session-signing');
  const demoPassword = withDemonstration ? await prepareDemonstration({ settings, urls, authSecret, say }) : null;
  signal.throwIfAborted();

  if (!isDevelopment && !isWebBuilt()) {
    say('Pages: building them (once per change of the sources, about a minute)');
    await buildWeb(signal);
    sayScripts(say);
  }

  say('Starting API, worker and pages');
  const plans = planParts({ settings, urls, authSecret, webPort: await anyFreePort(), isDevelopment });
  let isReady = false;
  // A part that ends before the portal is ready ends the start, and is reported once.
  const keep = (plan: PartPlan, sayOf = say): Kept => {
    const start = () => startPart(plan, home);
    return keepRunning(plan.name, start(), start, sayOf);
  };
  const sayOnceReady = (line: string): void => void (isReady && say(line));
  const api = keep(plans.api, sayOnceReady);
  onStop(api.stop);
  const workers = Array.from({ length: settings.workers }, (_, i) => keep({ ...plans.worker, number: i + 1 }));
  // In parallel: each may take seconds to return its run.
  onStop(async () => void (await Promise.all(workers.map((worker) => worker.stop()))));
  const web = keep(plans.web, sayOnceReady);
  onStop(web.stop);

  onStop(keepLogsShort(home));
  const healthUrl = `${plans.web.env['PORTAL_API_ORIGIN']}/api/health`;
  await untilItAnswers(healthUrl, { signal, part: api, log: logFileOf(home, 'api') });
  await untilItAnswers(`${plans.api.env['PORTAL_WEB_URL']}/sign-in`, {
    signal,
    part: web,
    log: logFileOf(home, 'web'),
  });
  isReady = true;
  // In development a part may stand still on purpose, in a debugger.
  if (!isDevelopment) {
    onStop(watchAnswers(api, silenceAt(`${plans.web.env['PORTAL_API_ORIGIN']}/health/live`), say));
    onStop(watchAnswers(web, silenceAt(`${plans.api.env['PORTAL_WEB_URL']}/sign-in`), say));
  }
  onStop(await keepBackups({ settings, ownerUrl, say }));
  if (withDemonstration && settings.drawsDemoSlides) onStop(drawDemonstration({ appUrl: urls.appUrl, home, say }));
  const token = await offerFirstAdministrator(ownerUrl);
  const firstAdministrator = token === null ? null : `${settings.publicUrl}/invitation/${token}`;
  return { address: settings.publicUrl, demoPassword, firstAdministrator };
}

/** What each page makes a browser load first, as a table. */
function sayScripts(say: Start['say']): void {
  for (const { route, bytes } of scriptsOfPages(builtPages)) {
    say(`Pages: ${String(Math.ceil(bytes / 1024)).padStart(4)} KB of script before ${route} works, compressed`);
  }
}

/**
 * Draws the slides of the synthetic study beside the running portal: nothing waits for it. Returns a function that ends
 * it.
 */
function drawDemonstration({ appUrl, home, say }: { appUrl: string; home: string; say: Start['say'] }) {
  const leaving = new AbortController();
  const draw = async (): Promise<number> => {
    // Imported now: nothing before it needs the libraries that read slides.
    const { prepareDemoSlides } = await import('../demonstration/demo-slides.ts');
    return prepareDemoSlides({ appUrl, home, signal: leaving.signal });
  };
  const drawn = draw().then(
    (slides) => slides > 0 && say(`Demonstration: ${slides} slide images are drawn`),
    (error: unknown) =>
      leaving.signal.aborted || say(`Demonstration: the slide images could not be drawn (${String(error)})`),
  );
  return async (): Promise<void> => {
    leaving.abort();
    await drawn;
  };
}
