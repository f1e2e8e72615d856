import type { AskedOperation, DrawingOrder, DrawnFile } from '@haim/schema';
import { graphql } from 'graphql';
import { wire } from '../compose/wire.ts';
import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { drawn, DrawingRefused } from '../drawing/drawing-process.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { operatorOf } from '../modules/studies/index.ts';
import { type Settings, SettingsError } from '../settings.ts';

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
export async function drawnForCommand({ settings, ownerUrl, order }: Drawing): Promise<readonly DrawnFile[]> {
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
