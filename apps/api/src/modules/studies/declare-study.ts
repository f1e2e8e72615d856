import {
  checkPublishedResponse,
  checkRecipe,
  checkStudyChange,
  forms,
  publishedCriteria,
  publishedRateNames,
  type PublishedResponse,
  recipeChoices,
  recipeOf,
  type Role,
  scoresOfPatient,
  shortFollowUps,
  type StudySettings,
} from '@haim/schema';
import { type Client } from 'pg';
import { z } from 'zod';
import { operatorName } from '../../context/operator.ts';
import { studyClosed } from '../../context/portal-error.ts';
import { newClient } from '../../db/connections.ts';
import { type PreparedStatement } from '../../db/read-in-one-flight.ts';
import { type WriteTransaction } from '../../db/study-db.ts';
import { addStudy, changeStudy, readSettings, readUse, type StoredSettings } from './study-settings.query.ts';
import { addRecipe, readRecipes, type RecipeRow } from './recipe.query.ts';
import { refuse, studyIssues, tidied, withRules } from './study-settings.service.ts';

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'letters, digits, - and _; at most 40');
const sentence = z.string().trim().min(1).max(500);
const chinese = z.string().max(200).optional();
const form = z.enum(forms.map(({ name }) => name));
const evaluationSet = z.enum(['training', 'internal', 'external']);

/** A study as an operator declares it in a JSON file. */
export const studyDeclaration = z.strictObject({
  code,
  name: z.string().min(1).max(200),
  /** Left out: as in `name`. */
  nameZh: chinese,
  synthetic: z.boolean(),
  /** Days in a month when times are shown: 30, or 30.4375. */
  monthDays: z.number().min(28).max(31),
  cutoffOn: z.iso.date({ error: 'expected a date as YYYY-MM-DD, or null where there is no cut-off yet' }).nullable(),
  /** What every time is counted from, in words. */
  timeZero: z.string().min(1).max(80),
  /** Name and version of a stored endpoint recipe; left out, as it is, in a new study the first one. */
  recipe: z.strictObject({ name: z.string(), version: z.int() }).optional(),
  arms: z.array(z.strictObject({ code, label: z.string().min(1), labelZh: chinese })),
  centres: z.array(z.strictObject({ code, name: z.string().min(1) })).min(1),
  /** Forms that are neither entered nor imported; left out, as it is, in a new study none. */
  unusedForms: z.array(form).optional(),
  /** Under which rule numbers of all centres are answered to members of one; left out, as it is, in a new study off. */
  disclosure: z
    .strictObject({
      isOn: z.boolean(),
      smallestCell: z.int(),
      roundTo: z.int(),
      minimumCentres: z.int(),
      minimumAtRisk: z.int(),
      gridMonths: z.int(),
    })
    .optional(),
  /** The follow-up that a patient must have been able to have; null is none; left out, as it is, in a new study none. */
  minimumFollowUp: z.strictObject({ months: z.number(), handling: z.enum(shortFollowUps) }).nullish(),
  /** Of a patient with several scored slides; left out, as it is, in a new study the first by slide code. */
  scoreOfPatient: z.enum(scoresOfPatient).optional(),
  /** `published`: a study that states no criteria yet begins with those of the published study; people change them. */
  eligibility: z.literal('published').optional(),
  /** Recipes kept beside its own by a study that has added none yet; later ones are added by people. */
  comparedRecipes: z
    .array(
      z.strictObject({
        name: z.string(),
        rules: z.strictObject({
          timeZero: z.enum(recipeChoices.timeZero),
          survivorsUntil: z.enum(recipeChoices.survivorsUntil),
          pfsDeath: z.enum(recipeChoices.pfsDeath),
          pfsTreatment: z.enum(recipeChoices.pfsTreatment),
          ttrProgression: z.enum(recipeChoices.ttrProgression),
          dorDeath: z.enum(recipeChoices.dorDeath),
          dorTreatment: z.enum(recipeChoices.dorTreatment),
          ttntDeath: z.enum(recipeChoices.ttntDeath),
        }),
      }),
    )
    .optional(),
  /** What a publication printed; stored where the study states nothing yet, and changed by people. */
  published: z
    .strictObject({
      source: sentence,
      rates: z.array(
        z.strictObject({
          rate: z.enum(publishedRateNames),
          /** null: all arms together. */
          arm: z.string().nullable(),
          patients: z.int(),
          of: z.int(),
        }),
      ),
    })
    .optional(),
  /** Thresholds of imported scores that are known, each with the rule and the cases it was chosen by. */
  scores: z
    .array(
      z.strictObject({
        model: z.string().min(1).max(80),
        threshold: z.number().min(0).max(1),
        provenance: sentence,
        provenanceZh: sentence.optional(),
      }),
    )
    .default([]),
  /** What a reader must know of an evaluation set of this study. */
  setNotes: z.partialRecord(evaluationSet, z.strictObject({ en: sentence, zh: sentence })).default({}),
});

export type StudyDeclaration = z.input<typeof studyDeclaration>;

/**
 * Creates the study, or brings its settings, thresholds and notes to the declaration; nothing is ever removed. Runs as
 * owner.
 *
 * @throws BAD_USER_INPUT as a change in the pages, where records stand against it.
 */
export async function declareStudy(ownerUrl: string, study: StudyDeclaration): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await asCommand(client, author);
    const id = await bringSettings(transactionOf(client), study);
    await storeScores(client, id, study);
    await beginWithRecipes(client, id, study);
    if (study.eligibility) await beginWithCriteria(client, id);
    if (study.published) await beginWithPublished(client, id, study.published, study.arms);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw cause;
  } finally {
    await client.end();
  }
}

/** What people state about eligibility later is left as it is. */
async function beginWithCriteria(client: Client, id: number): Promise<void> {
  await client.query(
    `insert into portal.study_eligibility (study_id, population, criteria, updated_by) values ($1, 'eligible', $2, $3)
     on conflict (study_id) do nothing`,
    [id, JSON.stringify(publishedCriteria), operatorName(author)],
  );
}

/** Recipes of a study that has added none of its own yet: what people keep and leave later is left as it is. */
async function beginWithRecipes(client: Client, id: number, { comparedRecipes = [] }: StudyDeclaration): Promise<void> {
  const { rowCount } = await client.query('select from portal.recipe where study_id = $1', [id]);
  if (rowCount) return;
  for (const { name, rules } of comparedRecipes) {
    refuse(checkRecipe(name, rules, []));
    await addRecipe(transactionOf(client), id, name, recipeOf(rules));
  }
}

/** The same of what was published. */
async function beginWithPublished(
  client: Client,
  id: number,
  published: PublishedResponse,
  arms: StudyDeclaration['arms'],
): Promise<void> {
  refuse(
    checkPublishedResponse(
      published,
      arms.map((arm) => arm.code),
    ),
  );
  await client.query(
    `insert into portal.published_response (study_id, source, rates, updated_by) values ($1, $2, $3, $4)
     on conflict (study_id) do nothing`,
    [id, published.source, JSON.stringify(published.rates), operatorName(author)],
  );
}

/** What a study declares of imported scores and of its evaluation sets, beside its settings. */
async function storeScores(client: Client, id: number, study: StudyDeclaration): Promise<void> {
  for (const { model, threshold, provenance, provenanceZh = null } of study.scores ?? []) {
    await client.query(
      `insert into portal.score_threshold (study_id, model_name, threshold, provenance, provenance_zh) values ($1, $2, $3, $4, $5)
         on conflict (study_id, model_name) do update
           set threshold = excluded.threshold, provenance = excluded.provenance, provenance_zh = excluded.provenance_zh`,
      [id, model, threshold, provenance, provenanceZh],
    );
  }
  for (const [set, note] of Object.entries(study.setNotes ?? {})) {
    await client.query(
      `insert into portal.evaluation_set_note (study_id, evaluation_set, note_en, note_zh) values ($1, $2, $3, $4)
         on conflict (study_id, evaluation_set) do update set note_en = excluded.note_en, note_zh = excluded.note_zh`,
      [id, set, note.en, note.zh],
    );
  }
}

/** Names the command in the trail, to the end of the transaction or of the connection. */
async function asCommand(client: Client, command: string): Promise<void> {
  await client.query(`select set_config('app.user_id', $1, false), set_config('app.user_name', $2, false)`, [
    `cli:${command.split(' ')[1]}`,
    operatorName(command),
  ]);
}

/** The thresholds, notes and recipes of a declaration whose settings are stored already. As owner. */
export async function declareScores(ownerUrl: string, study: StudyDeclaration, command: string): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    await asCommand(client, command);
    await client.query('begin');
    const { rows } = await client.query<{ id: number }>('select id from portal.study where code = $1', [study.code]);
    const [found] = rows;
    if (!found) throw new Error(`no study has the code ${study.code}`);
    await storeScores(client, found.id, study);
    await beginWithRecipes(client, found.id, study);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const transactionOf = (client: Client): WriteTransaction => ({
  canWrite: true,
  rows: async <R>(sql: string | PreparedStatement, values: readonly unknown[] = []) =>
    (await client.query(typeof sql === 'string' ? { text: sql, values: [...values] } : { ...sql, values: [...values] }))
      .rows as R[],
});

const author = 'portal study declare';

/** @returns the id of the study. */
async function bringSettings(tx: WriteTransaction, declared: StudyDeclaration): Promise<number> {
  const [found] = await tx.rows<{ id: number }>('select id from portal.study where code = $1', [declared.code]);
  const stored = found ? await readSettings(tx, found.id) : null;
  const declaredSettings = settingsOf(declared, stored, await readRecipes(tx, found?.id ?? null));
  const study = stored ? withStored(declaredSettings, stored) : declaredSettings;
  // Older declarations have no arms.
  refuse((await studyIssues(tx, study, found?.id ?? null)).filter(({ field }) => field !== 'arms'));
  if (!found || !stored) {
    const id = await addStudy(tx, study, author);
    if (id === null) throw new Error(`somebody else added study ${declared.code} meanwhile: declare it again`);
    return id;
  }
  if (stored.closedAt !== null) throw studyClosed(declared.code);
  refuse(checkStudyChange(study, stored, await readUse(tx, found.id)));
  await changeStudy(tx, found.id, stored.version, study, author);
  return found.id;
}

/** The settings of a declaration; what it may leave out and does is as stored. @throws BAD_USER_INPUT for an unknown recipe. */
export function settingsOf(
  declared: StudyDeclaration,
  stored: StoredSettings | null,
  recipes: readonly RecipeRow[],
): StudySettings {
  const wanted = declared.recipe;
  const recipe = recipes.find(({ name, version }) => wanted?.name === name && wanted.version === version);
  if (wanted && !recipe) {
    const names = recipes.map(({ name, version }) => `${name} ${version}`).join(', ');
    refuse([
      {
        field: 'recipe',
        problem: 'notInList',
        severity: 'error',
        expected: { en: `one of the recipes ${names}`, zh: `以下规则之一：${names}` },
      },
    ]);
  }
  const settings = {
    code: declared.code,
    name: { en: declared.name, zh: declared.nameZh ?? stored?.name.zh ?? null },
    synthetic: stored?.synthetic ?? declared.synthetic,
    monthDays: declared.monthDays,
    cutoffOn: declared.cutoffOn,
    timeZero: declared.timeZero,
    recipeId: recipe?.id ?? stored?.recipeId ?? recipes[0]?.id ?? 1,
    arms: declared.arms.map(({ code: arm, label, labelZh }) => ({
      code: arm,
      label: { en: label, zh: labelZh ?? stored?.arms.find((one) => one.code === arm)?.label.zh ?? null },
    })),
    centres: declared.centres,
    unusedForms: declared.unusedForms ?? stored?.unusedForms ?? [],
    disclosure: declared.disclosure,
    minimumFollowUp: declared.minimumFollowUp,
    scoreOfPatient: declared.scoreOfPatient,
  };
  return tidied(withRules(settings, stored));
}

/** Arms and centres that are stored and not declared stay, behind those that are. */
function withStored(study: StudySettings, { arms, centres }: StoredSettings): StudySettings {
  const missingIn = (list: readonly { code: string }[]) => (one: { code: string }) =>
    !list.some(({ code: other }) => other === one.code);
  return {
    ...study,
    arms: [...study.arms, ...arms.filter(missingIn(study.arms))],
    centres: [...study.centres, ...centres.filter(missingIn(study.centres))],
  };
}

/** Makes a user a member of a study; `centre` null means every centre of it. As owner. Repeating changes nothing. */
export async function addMembership(
  ownerUrl: string,
  member: { userId: string; study: string; role: Role; centre: string | null },
): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ study_id: number; centre_id: number | null }>(
      `select s.id as study_id, c.id as centre_id from portal.study s
       left join portal.centre c on c.study_id = s.id and c.code = $2 where s.code = $1`,
      [member.study, member.centre],
    );
    const found = rows[0];
    if (!found) throw new Error(`no study has the code ${member.study}`);
    await asCommand(client, 'portal user');
    if (member.centre !== null && found.centre_id === null)
      throw new Error(`study ${member.study} has no centre ${member.centre}`);
    await client.query(
      'insert into portal.membership (user_id, study_id, role, centre_id) values ($1, $2, $3, $4) on conflict do nothing',
      [member.userId, found.study_id, member.role, found.centre_id],
    );
  } finally {
    await client.end();
  }
}

/** Puts a user in charge of the portal. As owner. Repeating changes nothing. */
export async function addPortalAdministrator(ownerUrl: string, userId: string): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    await asCommand(client, 'portal user');
    await client.query('insert into portal.portal_administrator (user_id) values ($1) on conflict do nothing', [
      userId,
    ]);
  } finally {
    await client.end();
  }
}

/** All studies with their centres. As owner. */
export async function listStudies(
  ownerUrl: string,
): Promise<{ code: string; name: string; centres: string; isClosed: boolean }[]> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string; name: string; centres: string; isClosed: boolean }>(
      `select s.code, s.name, s.closed_at is not null as "isClosed", string_agg(c.code, ', ' order by c.code) as centres
       from portal.study s join portal.centre c on c.study_id = s.id group by s.id order by s.code`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
