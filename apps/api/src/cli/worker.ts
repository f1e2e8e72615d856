import { type Command, InvalidArgumentError } from 'commander';
import { type KindName, readKindNames } from '../jobs/kind-names.ts';
import { prepareHome, readSettings, type Settings, SettingsError } from '../settings.ts';

/** `portal worker`: one more worker, beside the portal or on another machine. */
export function add(program: Command): void {
  program
    .command('worker')
    .description('take runs from the queue of a portal, here or on another machine, until Ctrl-C')
    .option('--threads <n>', 'CPU threads of one run; all cores by default', asThreads)
    .option(
      '--kinds <list>',
      'take only scores, explanations, trainings, checks, or several of them with commas',
      asKinds,
    )
    .option('--address', 'print the database address for workers on other machines, and nothing else; it is a secret')
    .action(
      async ({ threads, kinds, address }: { threads?: number; kinds?: readonly KindName[]; address?: boolean }) => {
        const settings = readSettings();
        prepareHome(settings.home);
        const workerUrl = await workerAddress(settings);
        if (address) return console.log(workerUrl);
        // What the worker reads later from its environment, such as where slides are stored, is set already.
        const { runWorker } = await import('../worker.ts');
        console.log(`HAIM Portal worker, data in ${settings.home}. Stop with Ctrl-C.`);
        await runWorker({ workerUrl, home: settings.home, threads, kinds });
      },
    );
}

/** @throws SettingsError if no portal's database can be found. */
async function workerAddress({ home, databaseUrl }: Settings): Promise<string> {
  const given = process.env['PORTAL_WORKER_DATABASE']?.trim();
  const { databaseUrls } = await import('../supervisor/prepare-database.ts');
  const { runningOwnerUrl } = await import('../db/embedded.ts');
  const ownerUrl = databaseUrl ?? runningOwnerUrl(home);
  const url = given || (ownerUrl === null ? null : databaseUrls(ownerUrl, home).workerUrl);
  if (!url) {
    throw new SettingsError(
      `No portal runs with PORTAL_HOME ${home}: start it, or set PORTAL_WORKER_DATABASE to what \`portal worker --address\` prints beside it.`,
    );
  }
  await checkWorkerDatabase(url);
  return url;
}

async function checkWorkerDatabase(url: string): Promise<void> {
  const { newClient } = await import('../db/connections.ts');
  const client = newClient({ connectionString: url });
  try {
    await client.connect();
    await client.query('select from portal.inference limit 0');
  } catch (error) {
    const reason = error instanceof Error && error.message ? error.message : String(error);
    throw new SettingsError(
      `The portal's database does not take this worker (${reason}): start the portal once, and give PORTAL_WORKER_DATABASE what \`portal worker --address\` prints beside it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function asKinds(text: string): readonly KindName[] {
  try {
    return readKindNames(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function asThreads(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1)
    throw new InvalidArgumentError('Give a whole number of threads from 1.');
  return threads;
}
