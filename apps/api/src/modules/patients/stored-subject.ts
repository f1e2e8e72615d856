import { type Client } from 'pg';

/** A stored analysis row that is not what the records give. */
export interface SubjectDifference {
  readonly study: string;
  readonly centre: string;
  readonly patient: string;
  readonly recipe: string;
  /** null for a surplus or missing row. */
  readonly columns: readonly string[] | null;
  readonly isStored: boolean;
}

/** Names a row and its columns; their values are a patient's and stay in the database. */
export function differenceLine({ study, centre, patient, recipe, columns, isStored }: SubjectDifference): string {
  const what = columns ? columns.join(', ') : isStored ? 'a row is stored, and none derived' : 'no row is stored';
  return [study, centre, patient, recipe, what].join('\t');
}

export class UnknownStudy extends Error {}

const AT_ONCE = 1_000;

/**
 * Compares `subject` with `derived_subject` in one snapshot, so that others may write meanwhile. As owner.
 *
 * @param study - its code; null for every study.
 * @throws UnknownStudy naming the studies that there are.
 */
export async function* subjectDifferences(
  client: Client,
  study: string | null,
): AsyncGenerator<SubjectDifference, void> {
  const ids = await studiesOf(client, study);
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(`declare differing no scroll cursor for ${differing(ids)}`);
    for (;;) {
      const { rows } = await client.query<SubjectDifference>(`fetch ${AT_ONCE} from differing`);
      yield* rows;
      if (rows.length < AT_ONCE) return;
    }
  } finally {
    await client.query('rollback');
  }
}

/**
 * Derives every row again and stores it, whatever is stored now. As owner.
 *
 * @returns how many rows each study has.
 * @throws UnknownStudy naming the studies that there are.
 */
export async function rebuildSubjects(client: Client, study: string | null): Promise<{ study: string; n: number }[]> {
  const ids = await studiesOf(client, study);
  await client.query('begin');
  try {
    // In the order of the refresh, and before a row is marked: a save that holds the study would wait for the row.
    for (const lock of ['portal.derive_studies', 'portal.subject']) {
      await client.query('select pg_advisory_xact_lock(hashtext($1), id) from unnest($2::int[]) id order by id', [
        lock,
        ids,
      ]);
    }
    // The refresh that every change ends with, for whole studies: it stores anew what has no version of its study.
    await client.query('update portal.subject set data_version = 0 where study_id = any($1)', [ids]);
    await client.query('select portal.note_studies($1, true)', [ids]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  const { rows } = await client.query<{ study: string; n: number }>(
    `select st.code as study, (select count(*)::int from portal.subject s where s.study_id = st.id) as n
     from portal.study st where st.id = any($1) order by st.code`,
    [ids],
  );
  return rows;
}

async function studiesOf(client: Client, code: string | null): Promise<number[]> {
  const { rows } = await client.query<{ id: number; code: string }>('select id, code from portal.study order by code');
  const chosen = rows.filter((study) => code === null || study.code === code);
  if (chosen.length > 0 || code === null) return chosen.map(({ id }) => id);
  const there = rows.length ? `there is ${rows.map((study) => study.code).join(', ')}` : 'there is none yet';
  throw new UnknownStudy(`no study has the code ${code}: ${there}`);
}

/** @param ids - numbers of this database: a cursor takes no parameters. */
function differing(ids: readonly number[]): string {
  const own = `study_id in (${[0, ...ids].join(', ')})`;
  return `
    select st.code as study, coalesce(s.centre, d.centre) as centre, coalesce(s.code, d.code) as patient,
      r.name || ' ' || r.version as recipe, s.id is not null as "isStored",
      case when s.id is not null and d.id is not null then array(
        select key from jsonb_each(to_jsonb(d)) derived where derived.value is distinct from to_jsonb(s) -> derived.key
        union all select 'data_version' where not s.data_version between 1 and v.version
      ) end as columns
    from (select * from portal.subject where ${own}) s
    full join (select * from portal.derived_subject where ${own}) d
      on d.centre_id = s.centre_id and d.id = s.id and d.recipe_id = s.recipe_id
    join portal.study st on st.id = coalesce(s.study_id, d.study_id)
    join portal.recipe r on r.id = coalesce(s.recipe_id, d.recipe_id)
    left join portal.study_version v on v.study_id = st.id
    where to_jsonb(d) is distinct from to_jsonb(s) - 'data_version' or s.data_version not between 1 and v.version
    order by 1, 2, 3, 4`;
}
