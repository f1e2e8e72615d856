import { existsSync } from 'node:fs';
import { newClient } from '../db/connections.ts';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { openSlideVersion, presentProviders } from '@haim/ml';
import { backupHealth, readBackupState } from '../backup/index.ts';
import { runningOwnerUrl } from '../db/embedded.ts';
import { ModelFolders } from '../modules/models/model-folders.ts';
import { differenceLine, subjectDifferences } from '../modules/patients/stored-subject.ts';
import { findR, wordsOfR } from '../r-checks/index.ts';
import { checkDatabase, prepareHome, readSettings } from '../settings.ts';

/** 'missing': the portal works without it. */
export interface Finding {
  readonly what: string;
  readonly state: 'good' | 'missing' | 'bad';
  readonly words: string;
}

const OLDEST_NODE = 24;
const LEAST_FREE_GB = 10;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Checks everything the portal depends on, one by one; nothing is changed except that PORTAL_HOME is created. */
export async function* findings(): AsyncGenerator<Finding, void> {
  const major = Number(process.versions.node.split('.')[0]);
  yield {
    what: 'Node',
    state: major >= OLDEST_NODE ? 'good' : 'bad',
    words: `${process.versions.node}${major >= OLDEST_NODE ? '' : `: ${OLDEST_NODE} or newer is needed`}`,
  };

  const settings = readSettings();
  const { home } = settings;
  try {
    prepareHome(home);
    const { bavail, bsize } = await statfs(home);
    const free = (bavail * bsize) / 1e9;
    yield {
      what: 'disk',
      state: free >= LEAST_FREE_GB ? 'good' : 'bad',
      words: `${home} can be written, ${free.toFixed(0)} GB free${free >= LEAST_FREE_GB ? '' : `: less than ${LEAST_FREE_GB} GB`}`,
    };
  } catch (error) {
    yield { what: 'disk', state: 'bad', words: wordsOf(error) };
    return;
  }

  const found = await database(settings.databaseUrl, home);
  yield found;
  const ownerUrl = settings.databaseUrl ?? runningOwnerUrl(home);
  if (found.state === 'good' && ownerUrl !== null) yield await subjects(ownerUrl);

  yield await backups(home);

  const openslide = openSlideVersion(process.env['PORTAL_OPENSLIDE']);
  yield {
    what: 'OpenSlide',
    state: openslide === null ? 'missing' : 'good',
    words:
      openslide ??
      'not found: TIFF and JPEG-compressed SVS are read without it; for the rest, apt install libopenslide0',
  };

  const r = await findR({ given: settings.r, home });
  yield { what: 'R', state: r ? 'good' : 'missing', words: wordsOfR(r) };

  yield* models(path.join(home, 'models'));

  for (const { provider, refusal } of await presentProviders()) {
    const isNeeded = provider === 'cpu';
    yield {
      what: provider,
      state: refusal === null ? 'good' : isNeeded ? 'bad' : 'missing',
      words: refusal ?? 'computes; `portal doctor --inference` says how fast and how right',
    };
  }
}

async function database(databaseUrl: string | null, home: string): Promise<Finding> {
  const url = databaseUrl ?? runningOwnerUrl(home);
  if (url === null) {
    const exists = existsSync(path.join(home, 'postgres'));
    return {
      what: 'PostgreSQL',
      state: 'good',
      words: `the portal's own, ${exists ? 'not running now' : 'made at the first start'}`,
    };
  }
  const client = newClient({ connectionString: url });
  try {
    await checkDatabase(url);
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    const words = `${rows[0]?.version ?? 'of unknown version'}, ${databaseUrl === null ? "the portal's own, running" : 'at DATABASE_URL'}`;
    return { what: 'PostgreSQL', state: 'good', words };
  } catch (error) {
    return { what: 'PostgreSQL', state: 'bad', words: wordsOf(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** How the last backups went. */
async function backups(home: string): Promise<Finding> {
  const what = 'backup';
  const state = await readBackupState(home);
  const { lastGood, lastFailure } = state;
  const good = lastGood === null ? 'none was good yet' : `the last good one is of ${lastGood.at}, ${lastGood.place}`;
  switch (backupHealth(state, new Date())) {
    case 'good':
      return { what, state: 'good', words: good };
    case 'none':
      return { what, state: 'missing', words: 'none yet: bin/portal backup makes one, PORTAL_BACKUP one every day' };
    case 'old':
      return { what, state: 'bad', words: `${good}, which is more than ${state.oldAfterHours} hours ago` };
    case 'failed':
      return { what, state: 'bad', words: `the last one failed (${lastFailure?.reason ?? 'unknown'}); ${good}` };
  }
}

const NAMED = 5;

/** Whether the stored analysis rows are what the records give. */
async function subjects(ownerUrl: string): Promise<Finding> {
  const what = 'subjects';
  const client = newClient({ connectionString: ownerUrl });
  try {
    await client.connect();
    const { rows } = await client.query<{ is: boolean }>(
      `select to_regclass('portal.derived_subject') is not null as is`,
    );
    if (!rows[0]?.is) return { what, state: 'missing', words: 'none yet: the next start makes them' };
    const named: string[] = [];
    let n = 0;
    for await (const difference of subjectDifferences(client, null)) {
      n += 1;
      if (n <= NAMED) named.push(differenceLine(difference).replaceAll('\t', ' '));
    }
    if (n === 0) return { what, state: 'good', words: 'every stored row is what the records give' };
    const rest = n > NAMED ? `; ${n - NAMED} more, named by bin/portal subject verify` : '';
    const words = `${n} stored rows are not what the records give: ${named.join('; ')}${rest}. bin/portal subject rebuild derives them anew`;
    return { what, state: 'bad', words };
  } catch (error) {
    return { what, state: 'bad', words: wordsOf(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* models(modelsDir: string): AsyncGenerator<Finding, void> {
  const listed = await new ModelFolders(modelsDir).list();
  if (listed.length === 0) yield { what: 'models', state: 'missing', words: 'none yet' };
  for (const one of listed) {
    yield {
      what: 'model',
      state: one.usable ? 'good' : 'bad',
      words: one.usable
        ? `${one.id}: files and manifest agree; weights: ${one.model.weights}`
        : `${one.id} is refused: ${one.refusal}`,
    };
  }
}
