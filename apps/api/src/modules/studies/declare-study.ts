import { newClient } from '../../db/connections.ts';
import { type Role } from '@haim/schema';
import { z } from 'zod';

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'letters, digits, - and _; at most 40');

const sentence = z.string().trim().min(1).max(500);
const evaluationSet = z.enum(['training', 'internal', 'external']);

/** A study as an operator declares it in a JSON file. */
export const studyDeclaration = z.strictObject({
  code,
  name: z.string().min(1).max(200),
  synthetic: z.boolean(),
  /** Days in a month when times are shown: 30, or 30.4375. */
  monthDays: z.number().min(28).max(31),
  cutoffOn: z.iso.date().nullable(),
  /** What every time is counted from, in words. */
  timeZero: z.string().min(1).max(80),
  arms: z.array(z.strictObject({ code, label: z.string().min(1) })),
  centres: z.array(z.strictObject({ code, name: z.string().min(1) })).min(1),
  /** Thresholds of imported scores that are known, each with the rule and the cases it was chosen by. */
  scores: z
    .array(
      z.strictObject({ model: z.string().min(1).max(80), threshold: z.number().min(0).max(1), provenance: sentence }),
    )
    .default([]),
  /** What a reader must know of an evaluation set of this study. */
  setNotes: z.partialRecord(evaluationSet, z.strictObject({ en: sentence, zh: sentence })).default({}),
});
export type StudyDeclaration = z.input<typeof studyDeclaration>;

/**
 * Creates the study, or brings name, cut-off, arms, centres, thresholds and notes to the declaration; nothing is ever
 * removed. Runs as owner.
 */
export async function declareStudy(ownerUrl: string, study: StudyDeclaration): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ id: number }>(
      `insert into portal.study (code, name, synthetic, month_days, cutoff_on, time_zero) values ($1, $2, $3, $4, $5, $6)
       on conflict (code) do update set name = excluded.name, month_days = excluded.month_days, cutoff_on = excluded.cutoff_on,
         time_zero = excluded.time_zero
       returning id`,
      [study.code, study.name, study.synthetic, study.monthDays, study.cutoffOn, study.timeZero],
    );
    const id = rows[0]?.id;
    for (const [position, arm] of study.arms.entries()) {
      await client.query(
        `insert into portal.study_arm (study_id, code, label, position) values ($1, $2, $3, $4)
         on conflict (study_id, code) do update set label = excluded.label, position = excluded.position`,
        [id, arm.code, arm.label, position],
      );
    }
    for (const centre of study.centres) {
      await client.query(
        `insert into portal.centre (study_id, code, name) values ($1, $2, $3)
         on conflict (study_id, code) do update set name = excluded.name`,
        [id, centre.code, centre.name],
      );
    }
    for (const { model, threshold, provenance } of study.scores ?? []) {
      await client.query(
        `insert into portal.score_threshold (study_id, model_name, threshold, provenance) values ($1, $2, $3, $4)
         on conflict (study_id, model_name) do update set threshold = excluded.threshold, provenance = excluded.provenance`,
        [id, model, threshold, provenance],
      );
    }
    for (const [set, note] of Object.entries(study.setNotes ?? {})) {
      await client.query(
        `insert into portal.evaluation_set_note (study_id, evaluation_set, note_en, note_zh) values ($1, $2, $3, $4)
         on conflict (study_id, evaluation_set) do update set note_en = excluded.note_en, note_zh = excluded.note_zh`,
        [id, set, note.en, note.zh],
      );
    }
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw cause;
  } finally {
    await client.end();
  }
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
    await client.query('insert into portal.portal_administrator (user_id) values ($1) on conflict do nothing', [
      userId,
    ]);
  } finally {
    await client.end();
  }
}

/** All studies with their centres. As owner. */
export async function listStudies(ownerUrl: string): Promise<{ code: string; name: string; centres: string }[]> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string; name: string; centres: string }>(
      `select s.code, s.name, string_agg(c.code, ', ' order by c.code) as centres
       from portal.study s join portal.centre c on c.study_id = s.id group by s.id order by s.code`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
