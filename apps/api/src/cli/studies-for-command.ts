import { csvOf, dictionaryRows } from '@haim/schema';
import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import type { PortalAuth } from '../modules/auth/create-auth.ts';
import { AccountDirectory } from '../modules/auth/index.ts';
import { type DictionaryReport, DictionaryService } from '../modules/fields/dictionary.service.ts';
import { FieldService } from '../modules/fields/field.service.ts';
import { type NewStudy, NewStudyService } from '../modules/people/new-study.service.ts';
import { settingsOf, type StudyDeclaration } from '../modules/studies/declare-study.ts';
import { operatorOf, StudyService } from '../modules/studies/index.ts';
import { type RecipeRow, readRecipes } from '../modules/studies/recipe.query.ts';
import type { StoredSettings } from '../modules/studies/study-settings.query.ts';
import { StudySettingsService } from '../modules/studies/study-settings.service.ts';
import { SettingsError } from '../settings.ts';

export interface StudyOfCommand {
  /** The operator of the machine, who may do in the study what its administrator may. */
  readonly ctx: PortalContext;
  readonly service: StudySettingsService;
  readonly stored: StoredSettings;
  readonly recipes: readonly RecipeRow[];
  readonly settingsOf: typeof settingsOf;
}

/** The service that the pages use, over the owner's connection. @throws SettingsError for a study that does not exist. */
export function settingsForCommand(
  ownerUrl: string,
  code: string,
  work: (study: StudyOfCommand) => Promise<unknown>,
): Promise<void> {
  return ofStudy(ownerUrl, code, async (ctx, db, studies) => {
    const service = new StudySettingsService(db, studies);
    const { settings: stored } = await service.read(ctx, code);
    const { studyId } = studies.scope(ctx, code);
    const recipes = await db.read(ctx.asker, (tx) => readRecipes(tx, studyId));
    await work({ ctx, service, stored, recipes, settingsOf });
  });
}

/** The fields of a study as a dictionary file. @throws SettingsError for a study that does not exist. */
export function dictionaryForCommand(ownerUrl: string, code: string): Promise<string> {
  return ofStudy(ownerUrl, code, async (ctx, db, studies) =>
    csvOf(dictionaryRows(await new FieldService(db, studies).list(ctx, code))),
  );
}

/**
 * Reads a dictionary file into the fields of a study, as the page does.
 *
 * @throws SettingsError for a study that does not exist; otherwise as `DictionaryService.read`.
 */
export function readDictionaryForCommand(
  ownerUrl: string,
  code: string,
  csv: string,
  isTrial: boolean,
): Promise<DictionaryReport> {
  return ofStudy(ownerUrl, code, (ctx, db, studies) =>
    new DictionaryService(new FieldService(db, studies)).read(ctx, code, csv, isTrial),
  );
}

function ofStudy<Result>(
  ownerUrl: string,
  code: string,
  work: (ctx: PortalContext, db: StudyDb, studies: StudyService) => Promise<Result>,
): Promise<Result> {
  return withOwner(ownerUrl, async (dataSource, db) => {
    const asker = await operatorOf(dataSource, code, 'study');
    if (!asker) throw new SettingsError(`no study has the code ${code}: \`portal study list\` lists them.`);
    return work({ asker, requestId: '' }, db, new StudyService(db));
  });
}

/** Creates a study as the page does. The operator of the machine may, and does not become its administrator. */
export async function createForCommand({
  auth,
  ownerUrl,
  declared,
  administrator,
}: {
  auth: PortalAuth;
  ownerUrl: string;
  declared: StudyDeclaration;
  administrator: string;
}): Promise<NewStudy> {
  const portal = { studyId: 0, studyCode: '', role: 'portalAdministrator', readCentres: [], writeCentres: [] } as const;
  const ctx = { asker: { userId: 'cli:study', name: 'portal study', email: '', studies: [portal] }, requestId: '' };
  return withOwner(ownerUrl, async (_, db) => {
    const recipes = await db.read(ctx.asker, (tx) => readRecipes(tx, null));
    const study = settingsOf(declared, null, recipes);
    return new NewStudyService(db, new AccountDirectory(auth)).create(ctx, study, administrator);
  });
}

async function withOwner<Result>(
  ownerUrl: string,
  work: (dataSource: ReturnType<typeof openDataSource>, db: StudyDb) => Promise<Result>,
): Promise<Result> {
  const dataSource = openDataSource(ownerUrl, 1);
  await dataSource.initialize();
  try {
    return await work(dataSource, new StudyDb(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
