import { newClient } from '../../db/connections.ts';
import { z } from 'zod';

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'letters, digits, - and _; at most 40');

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
});
export type StudyDeclaration = z.infer<typeof studyDeclaration>;

/** Creates the study, or brings name, cut-off, arms and centres to the declaration; nothing is ever removed. As owner. */
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
  member: { userId: string; study: string; role: 'investigator' | 'staff' | 'administrator'; centre: string | null },
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
