import { type Form, forms, slideForm } from '@haim/schema';
import { tableOf } from '../../../db/entity-from-form.ts';
import { inTurn, type StudyTransaction } from '../../../db/study-db.ts';
import { type ObstacleCode } from './obstacle.ts';
import { PATIENTS } from './data-import.query.ts';

/** Of one kind, as many as are named; the others are counted. */
const MOST_NAMED = 200;

export interface FoundObstacle {
  readonly code: ObstacleCode;
  /** The table of a form, or its name; null for what is of the patient. */
  readonly table: string | null;
  readonly patient: string;
  readonly by: string | null;
  readonly at: Date | null;
}

export interface FoundObstacles {
  readonly found: readonly FoundObstacle[];
  /** With those that are not named. */
  readonly total: number;
}

/** A query of what is in the way: `table`, `patient_id`, `record_id`, `by`, `at`. */
interface Question {
  readonly code: ObstacleCode;
  readonly sql: string;
}

/** The records of the import, those whom it added among them under the form `patient`. */
const written = (only: string) => `(
  select p.centre_id, p.form, u.patient_id, u.record_id, u.version, p.was is null as is_new
  from portal.data_import_part p cross join lateral unnest(p.patient_ids, p.record_ids, p.versions) as u(patient_id, record_id, version)
  where p.import_id = $1 and ${only}
)`;
const writtenRecords = written(`p.form <> '${PATIENTS}'`);
const addedPatients = written(`p.form = '${PATIENTS}'`);
const made = `(select i.imported_at from portal.data_import i where i.id = $1)`;

/**
 * What has come to rest on an import since, kind by kind: what it wrote has another version, or somebody has answered for it,
 * asked about it, or made something of it. Each kind is one statement over all of its records.
 *
 * @param tables - of the forms that it has records of.
 */
export async function obstaclesOf(
  tx: StudyTransaction,
  importId: string,
  tables: readonly string[],
): Promise<FoundObstacles> {
  const questions = [
    ...tables.map(changedRecords),
    ofPatients(),
    ...forms.map((form) => addedRecords(tableOf(form))),
    ...forms.filter((form) => tables.includes(tableOf(form))).map(listsEntered),
    ...ofReview,
    ...ofSlides,
    ...ofAddedPatients,
  ];
  // A list in a row passes for ten entries: with loops a hundred thousand of them would be gone through for each other.
  await tx.rows(`select set_config('enable_nestloop', 'off', true)`);
  const answers = await inTurn(questions, (question) => answer(tx, importId, question));
  await tx.rows(`select set_config('enable_nestloop', 'on', true)`);
  return { found: answers.flat(), total: answers.reduce((sum, [first]) => sum + (first?.total ?? 0), 0) };
}

function answer(
  tx: StudyTransaction,
  importId: string,
  { code, sql }: Question,
): Promise<(FoundObstacle & { readonly total: number })[]> {
  return tx.rows(
    `select coalesce(x.code, '${code}') as code, x.table, coalesce(p.code, g.patient_code, r.patient_code, '') as patient, x.by, x.at,
       count(*) over ()::int as total
     from (${sql}) x
     left join portal.patient p on p.id = x.patient_id
     left join portal.removed_record g on g.id = x.patient_id and g.form = 'patient'
     left join portal.removed_record r on r.id = x.record_id
     order by 3, 2 limit ${MOST_NAMED}`,
    [importId],
  );
}

function changedRecords(table: string): Question {
  return {
    code: 'corrected',
    sql: `select case when r.id is null then 'removed' when r.patient_id <> w.patient_id then 'moved' end as code,
        '${table}' as table, w.patient_id, w.record_id, coalesce(r.updated_by, g.removed_by) as by, coalesce(r.updated_at, g.removed_at) as at
      from ${written(`p.form = '${table}'`)} w
      left join portal."${table}" r on r.centre_id = w.centre_id and r.id = w.record_id
      left join portal.removed_record g on g.centre_id = w.centre_id and g.id = w.record_id
      left join (
        -- A later import that was undone has written the record twice, and left it as it was.
        select u.record_id, 2 * count(*) as versions
        from portal.data_import_part p join portal.data_import i on i.id = p.import_id
        cross join lateral unnest(p.record_ids) as u(record_id)
        where p.form = '${table}' and p.was is not null and i.undone_at is not null and i.imported_at > ${made}
        group by u.record_id
      ) undone on undone.record_id = w.record_id
      where r.id is null or r.version <> w.version + coalesce(undone.versions, 0) or r.patient_id <> w.patient_id`,
  };
}

function ofPatients(): Question {
  return {
    code: 'renamed',
    sql: `select case when q.id is null then 'patientRemoved' end as code, null as table, w.patient_id, w.record_id,
        coalesce(q.updated_by, g.removed_by) as by, coalesce(q.updated_at, g.removed_at) as at
      from ${addedPatients} w
      left join portal.patient q on q.centre_id = w.centre_id and q.id = w.record_id
      left join portal.removed_record g on g.centre_id = w.centre_id and g.id = w.record_id
      where q.id is null or q.version <> w.version`,
  };
}

/** A patient who was added goes, and nobody else's record with them. */
function addedRecords(table: string): Question {
  return {
    code: 'added',
    sql: `select null as code, '${table}' as table, r.patient_id, r.id as record_id, r.updated_by as by, r.updated_at as at
      from ${addedPatients} w join portal."${table}" r on r.centre_id = w.centre_id and r.patient_id = w.patient_id
      where not exists (select from ${written(`p.form = '${table}'`)} o where o.record_id = r.id)`,
  };
}

/** Of a form with several records a patient's whole list is entered again. */
function listsEntered(form: Form): Question {
  return {
    code: 'enteredTwice',
    sql: `select distinct null as code, e.form as table, e.patient_id, null::uuid as record_id, e.entered_by as by, e.entered_at as at
      from portal.second_entry_list e join ${written(`p.form = '${tableOf(form)}'`)} w
        on w.centre_id = e.centre_id and w.patient_id = e.patient_id
      where e.form = '${form.name}' and e.entered_at > ${made}`,
  };
}

const ofReview: readonly Question[] = [
  {
    code: 'held',
    sql: `select case h.kind when 'locked' then 'locked' else 'frozen' end as code, h.form as table, h.patient_id, h.record_id, h.by, h.at
      from (
        select w.patient_id, w.record_id, o.form, o.kind, o.set_by as by, o.set_at as at
        from portal.record_hold o join ${writtenRecords} w on w.centre_id = o.centre_id and w.record_id = o.record_id
        where o.lifted_at is null
        union all
        select distinct w.patient_id, null::uuid, null, o.kind, o.set_by, o.set_at
        from portal.record_hold o join ${writtenRecords} w on w.centre_id = o.centre_id and w.patient_id = o.patient_id
        where o.lifted_at is null and o.record_id is null
        union all
        select distinct w.patient_id, null::uuid, null, o.kind, o.set_by, o.set_at
        from portal.record_hold o join ${writtenRecords} w on w.centre_id = o.centre_id
        where o.lifted_at is null and o.patient_id is null
      ) h`,
  },
  {
    code: 'signed',
    sql: `select null as code, s.form as table, w.patient_id, w.record_id, s.signed_by as by, s.signed_at as at
      from portal.record_signature s join ${writtenRecords} w on w.centre_id = s.centre_id and w.record_id = s.record_id
      where s.voided_at is null`,
  },
  {
    code: 'verified',
    sql: `select distinct on (w.record_id) null as code, w.form as table, w.patient_id, w.record_id, v.verified_by as by, v.verified_at as at
      from portal.record_verification v join ${writtenRecords} w on w.centre_id = v.centre_id and w.record_id = v.record_id
      where v.verified order by w.record_id, v.verified_at desc`,
  },
  {
    // Those of the study's rules follow what is recorded by themselves.
    code: 'queried',
    sql: `select null as code, q.form as table, q.patient_id, q.record_id, q.raised_by as by, q.raised_at as at
      from portal.data_query q
      where q.state <> 'closed' and q.raised_at > ${made} and q.user_id not like 'portal:%'
        and (q.record_id in (select record_id from ${writtenRecords} w) or q.patient_id in (select patient_id from ${addedPatients} w))`,
  },
  {
    code: 'enteredTwice',
    sql: `select null as code, e.form as table, w.patient_id, w.record_id, e.entered_by as by, e.entered_at as at
      from portal.second_entry e join ${writtenRecords} w on w.centre_id = e.centre_id and w.record_id = e.record_id
      where e.entered_at > ${made}`,
  },
  {
    code: 'readBlind',
    sql: `select distinct null as code, w.form as table, w.patient_id, w.record_id, l.updated_by as by, l.updated_at as at
      from portal.reading_link l cross join lateral unnest(l.assessment_ids) as a(id)
      join ${writtenRecords} w on w.centre_id = l.centre_id and w.record_id = a.id
      where l.updated_at > ${made}`,
  },
];

/** What was made of a slide that the import added. */
const ofSlide = (code: ObstacleCode, table: string, by: string, at: string): Question => ({
  code,
  sql: `select distinct on (w.record_id) null as code, '${tableOf(slideForm)}' as table, w.patient_id, w.record_id, f.${by} as by, f.${at} as at
    from portal.${table} f join ${written(`p.form = '${tableOf(slideForm)}' and p.was is null`)} w
      on w.centre_id = f.centre_id and w.record_id = f.slide_id
    order by w.record_id, f.${at} desc`,
});

const ofSlides: readonly Question[] = [
  ofSlide('image', 'slide_file', 'updated_by', 'updated_at'),
  ofSlide('transfer', 'slide_upload', 'user_name', 'created_at'),
  ofSlide('outlined', 'roi', 'updated_by', 'updated_at'),
  ofSlide('scored', 'inference', 'requested_by', 'queued_at'),
];

/** What a study keeps of a patient beside their records. */
const ofAddedPatient = (code: ObstacleCode, table: string, by: string, at: string): Question => ({
  code,
  sql: `select null as code, null as table, w.patient_id, null::uuid as record_id, o.${by} as by, o.${at} as at
    from ${addedPatients} w join portal.${table} o on o.centre_id = w.centre_id and o.patient_id = w.patient_id`,
});

const ofAddedPatients: readonly Question[] = [
  ofAddedPatient('decided', 'eligibility_decision', 'decided_by', 'decided_at'),
  ofAddedPatient('screened', 'screening', 'updated_by', 'updated_at'),
  ofAddedPatient('visitsEnded', 'visit_stop', 'updated_by', 'updated_at'),
  {
    code: 'identified',
    sql: `select null as code, null as table, i.id as patient_id, null::uuid as record_id, null::text as by, null::timestamptz as at
      from portal.identified_among(array(select w.patient_id from ${addedPatients} w)) as i(id)`,
  },
];
