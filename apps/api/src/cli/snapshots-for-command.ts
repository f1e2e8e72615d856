import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { SnapshotService } from '../modules/snapshots/index.ts';
import { operatorOf, StudyService } from '../modules/studies/index.ts';
import { SettingsError } from '../settings.ts';

export interface SnapshotsOfCommand {
  /** The operator of the machine, who may do in the study what its administrator may. */
  readonly ctx: PortalContext;
  readonly service: SnapshotService;
  /** The id of a snapshot by its name. @throws SettingsError where the study has none of that name. */
  readonly idOf: (name: string) => Promise<string>;
}

/** The service that the pages use, over the owner's connection. @throws SettingsError for a study that does not exist. */
export async function snapshotsForCommand(
  ownerUrl: string,
  study: string,
  work: (snapshots: SnapshotsOfCommand) => Promise<void>,
): Promise<void> {
  const dataSource = openDataSource(ownerUrl, 1);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'snapshot');
    if (!asker) throw new SettingsError(`no study has the code ${study}: \`portal study list\` lists them.`);
    const db = new StudyDb(dataSource);
    const service = new SnapshotService(db, new StudyService(db));
    const ctx = { asker, requestId: '' };
    const idOf = async (name: string) => {
      const found = (await service.list(ctx, study)).find((one) => one.name === name);
      if (found) return found.id;
      throw new SettingsError(
        `${study} has no snapshot called ${name}: \`portal snapshot list --study ${study}\` lists them.`,
      );
    };
    await work({ ctx, service, idOf });
  } finally {
    await dataSource.destroy();
  }
}
