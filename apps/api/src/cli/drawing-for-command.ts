import {
  type AskedOperation,
  type DrawingOrder,
  type DrawnFile,
  parseFilter,
  readCohort,
  showCohort,
} from '@haim/schema';
import { graphql } from 'graphql';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wire } from '../compose/wire.ts';
import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { drawn, DrawingRefused } from '../drawing/drawing-process.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { operatorOf } from '../modules/studies/index.ts';
import { type Settings, SettingsError } from '../settings.ts';
import { withDatabase } from '../supervisor/database-for-command.ts';
import { givenPath } from './given-path.ts';

/** Draws an order into a folder, which is made where it is not there, and returns where its files are. */
export async function drawnInto(folder: string, settings: Settings, order: DrawingOrder): Promise<string[]> {
  const files = await withDatabase(settings, ({ ownerUrl }) => drawnForCommand({ settings, ownerUrl, order }));
  const place = givenPath(folder);
  await mkdir(place, { recursive: true });
  for (const { name, content } of files) await writeFile(join(place, name), content);
  return files.map(({ name }) => join(folder, name));
}

interface Drawing {
  readonly settings: Settings;
  readonly ownerUrl: string;
  readonly order: DrawingOrder;
}

/**
 * What the pages draw, for the operator of the machine, who may do in the study what its administrator may. Each file is
 * in the trail before it is handed out.
 *
 * @throws SettingsError for a study that does not exist, and for what cannot be drawn.
 */
async function drawnForCommand({ settings, ownerUrl, order }: Drawing): Promise<readonly DrawnFile[]> {
  const dataSource = openDataSource(ownerUrl, 4);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, order.study, order.kind);
    if (!asker) throw new SettingsError(`no study has the code ${order.study}: \`portal study list\` lists them.`);
    const { resolvers, audit } = wire({
      dataSource,
      appUrl: ownerUrl,
      home: settings.home,
      auditHeads: settings.auditHeads,
      onTrouble: () => undefined,
    });
    const schema = await buildPortalSchema(resolvers);
    const ctx: PortalContext = { asker, requestId: '' };
    const answer = async ({ query, variables }: AskedOperation) =>
      plain(await graphql({ schema, source: query, variableValues: variables, contextValue: ctx }));
    const files = await drawn(order, { answer });
    for (const { holds, rows, name } of files) {
      await audit.recordExport(ctx, order.study, { what: holds, rows, fileName: name });
    }
    return files;
  } catch (error) {
    throw error instanceof DrawingRefused ? new SettingsError(`${order.kind}: ${error.message}`) : error;
  } finally {
    await dataSource.destroy();
  }
}

/** As it would come over HTTP. */
const plain = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer));

/** A selection of patients as an address has it. @throws SettingsError naming what is not understood. */
export async function cohortIn(file: string): Promise<string> {
  const text = await readFile(givenPath(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SettingsError(`--cohort: ${file} cannot be read (${error.code ?? error.message}).`);
  });
  if (!text.trimStart().startsWith('{')) {
    const address = text.trim();
    const [issue] = readCohort(address).issues;
    if (issue) throw new SettingsError(`--cohort: ${issue.part} in ${file}: expected ${issue.expected.en}.`);
    return address;
  }
  const { filter, issues } = parseFilter(parsed(text, file));
  const [issue] = issues;
  if (issue) throw new SettingsError(`--cohort: ${issue.field} in ${file}: expected ${issue.expected.en}.`);
  return showCohort(filter);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`--cohort: ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
