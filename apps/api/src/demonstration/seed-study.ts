import { type Client } from 'pg';
import { newClient } from '../db/connections.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';

export interface SeedRequest {
  /** Of a study that is not there yet, or was declared by a seed that was cut off. */
  readonly study: string;
  readonly patients: number;
  /** The same seed draws the same patients, on any machine. */
  readonly seed: number;
}

export class SeedRefused extends Error {}

const CENTRES = 20;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Fills a new synthetic study for measurements: 20 centres of unequal size, two arms, survival exponential by arm. Every
 * value is a hash of seed, patient and purpose. The rows bypass the triggers, so there is no audit trail of them, and
 * the analysis rows are derived once, at the end. One transaction; as a superuser.
 *
 * @throws SeedRefused where the study has patients or is a real one, or the role may not bypass the triggers.
 */
export async function seedStudy(ownerUrl: string, { study, patients, seed }: SeedRequest): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select from portal.study s where code = $1 and (not synthetic
         or exists (select from portal.patient p join portal.centre c on c.id = p.centre_id where c.study_id = s.id))`,
      [study],
    );
    if (rowCount) throw new SeedRefused(`the study ${study} is there already: patients are drawn for a new one`);
    await declareStudy(ownerUrl, {
      code: study,
      name: `${patients} drawn patients`,
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: [
        { code: 'HAIC', label: 'HAIC' },
        { code: 'HTI', label: 'HAIC with TKI and ICI' },
      ],
      centres: Array.from({ length: CENTRES }, (_, i) => ({ code: centreCode(i), name: `Centre ${i + 1}` })),
    });
    await client.query('begin');
    await aroundTriggers(client, () => draw(client, { study, patients, seed }));
    await client.query('select portal.note_studies(array(select id from portal.study where code = $1), true)', [study]);
    await client.query('commit');
    for (const table of tables) await client.query(`vacuum analyze portal.${table}`);
  } finally {
    await client.end();
  }
}

const centreCode = (i: number): string => `C${String(i + 1).padStart(2, '0')}`;

async function aroundTriggers(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('set local session_replication_role = replica').catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new SeedRefused('drawn patients go around the triggers, which takes a superuser of the database', { cause });
  });
  await work();
  await client.query('set local session_replication_role = origin');
}

const tables = [
  'patient',
  'demographics',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
  'subject',
] as const;

const terms = `Fever;Abdominal pain;Nausea;Vomiting;Fatigue;Diarrhoea;Rash;Itching;Hypertension;Proteinuria;
  Hand-foot skin reaction;AST increased;ALT increased;Bilirubin increased;Albumin decreased;Anaemia;Neutropenia;Leucopenia;
  Thrombocytopenia;Hypothyroidism;Hyperthyroidism;Pneumonitis;Hepatitis;Colitis;Ascites;Gastrointestinal bleeding;
  Weight loss;Loss of appetite;Oedema;Cough`
  .split(';')
  .map((term) => term.trim());

async function draw(client: Client, { study, patients, seed }: SeedRequest): Promise<void> {
  // In [0, 1): the upper 53 bits of PostgreSQL's own hash, which is the same on every machine.
  await client.query(`
    create function pg_temp.drawn(i bigint, purpose int) returns float8 language sql immutable parallel safe return
      ((hashint8extended(i, ${seed}::bigint * 1000 + purpose) >> 11) & 9007199254740991) / 9007199254740992.0::float8`);
  await client.query(
    `create temp table person on commit drop as
     select i, md5($1 || '/' || ${seed} || '/' || i)::uuid as id, c.id as centre_id, t.arm, t.censored_day,
       -- Exponential with a median by arm.
       greatest(1, ceil(-ln(1 - pg_temp.drawn(i, 1)) / ln(2) * case t.arm when 'HTI' then 750 else 360 end))::int as death_day
     from generate_series(1, $2::int) i
     cross join lateral (
       select case when pg_temp.drawn(i, 2) < 0.26 then 'HAIC' else 'HTI' end as arm, 60 + floor(2140 * pg_temp.drawn(i, 3))::int as censored_day,
         1 + floor(${CENTRES} * pg_temp.drawn(i, 4) * pg_temp.drawn(i, 5) ^ 0.3)::int as place
     ) t
     join (
       select c.id, row_number() over (order by c.code) as place from portal.centre c join portal.study s on s.id = c.study_id where s.code = $1
     ) c on c.place = t.place`,
    [study, patients],
  );
  await client.query(`
    alter table person add column last_day int;
    update person set last_day = least(death_day, censored_day);
    insert into portal.patient (id, centre_id, code, updated_by)
      select id, centre_id, 'P' || lpad(i::text, 7, '0'), 'drawn' from person;
    insert into portal.demographics (id, patient_id, centre_id, updated_by, age_years, sex)
      select ${recordId('d')}, id, centre_id, 'drawn', 25 + floor(28 * (pg_temp.drawn(i, 10) + pg_temp.drawn(i, 11)))::int,
        case when pg_temp.drawn(i, 12) < 0.84 then 'male' else 'female' end from person;
    insert into portal.baseline (id, patient_id, centre_id, updated_by, child_pugh_class, tumour_size_mm, portal_vein_thrombus, bclc_stage,
        ecog_ps, hepatitis_b, cirrhosis, afp_ng_ml, lesion_count, extrahepatic_metastasis)
      select ${recordId('b')}, id, centre_id, 'drawn', case when pg_temp.drawn(i, 13) < 0.9 then 'A' else 'B' end,
        15 + floor(150 * pg_temp.drawn(i, 14) ^ 1.6), pg_temp.drawn(i, 15) < 0.45,
        (array['A', 'B', 'C'])[1 + (pg_temp.drawn(i, 16) >= 0.12)::int + (pg_temp.drawn(i, 16) >= 0.42)::int],
        case when pg_temp.drawn(i, 50) < 0.7 then '0' else '1' end, pg_temp.drawn(i, 51) < 0.87, pg_temp.drawn(i, 52) < 0.71,
        round((10 ^ (5 * pg_temp.drawn(i, 53)))::numeric, 1), 1 + floor(6 * pg_temp.drawn(i, 54) ^ 2)::int, pg_temp.drawn(i, 55) < 0.24
      from person;
    insert into portal.treatment (id, patient_id, centre_id, updated_by, arm, started_on)
      select ${recordId('t')}, id, centre_id, 'drawn', arm, date '2018-01-01' + floor(365 * pg_temp.drawn(i, 17))::int from person;
    insert into portal.tumour_assessment (id, patient_id, centre_id, updated_by, visit_number, assessed_day, sum_viable_diameter_mm,
        reader_response, derived_response, derived_rule)
      select ${recordId('a', 'k')}, id, centre_id, 'drawn', k, day, 10 + floor(140 * pg_temp.drawn(i * 8 + k, 21)), response, response, 'drawn'
      from person cross join lateral (
        select k, 42 * k + floor(14 * pg_temp.drawn(i * 8 + k, 20))::int - 7 as day,
          (array['CR', 'PR', 'PR', 'SD', 'SD', 'SD', 'PD'])[1 + floor(7 * pg_temp.drawn(i * 8 + k, 22))::int] as response
        from generate_series(1, 1 + floor(7 * pg_temp.drawn(i, 23))::int) k
      ) visit
      where day <= last_day;
    insert into portal.adverse_event (id, patient_id, centre_id, updated_by, term, grade, started_on)
      select ${recordId('e', 'k')}, person.id, person.centre_id, 'drawn',
        (array[${terms.map((term) => `'${term}'`).join(', ')}])[1 + floor(${terms.length} * pg_temp.drawn(i * 8 + k, 31) ^ 1.4)::int],
        (1 + floor(4.02 * pg_temp.drawn(i * 8 + k, 32) ^ 2.2)::int)::text,
        t.started_on + floor(least(180, last_day) * pg_temp.drawn(i * 8 + k, 33))::int
      from person join portal.treatment t on t.centre_id = person.centre_id and t.patient_id = person.id
      cross join lateral generate_series(1, floor(7 * pg_temp.drawn(i, 30))::int) k;
    insert into portal.follow_up (id, patient_id, centre_id, updated_by, contact_day, vital_status)
      select ${recordId('f', 'k')}, id, centre_id, 'drawn', case when k = 0 then last_day else 90 * k end,
        case when k = 0 and death_day <= censored_day then 'dead' else 'alive' end
      from person cross join lateral generate_series(0, floor(5 * pg_temp.drawn(i, 40))::int) k
      where 90 * k < last_day;
  `);
}

/** The same at every run: of the patient and of the record's place among its kind. */
function recordId(kind: string, place?: string): string {
  return `md5(person.id::text || '${kind}'${place ? ` || ${place}` : ''})::uuid`;
}
