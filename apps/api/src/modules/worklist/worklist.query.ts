import { type Form, forms } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type RunStatus } from '../../jobs/run-status.ts';

/** So many patients or slides are named; the others are counted. */
export const NAMED = 6;

/**
 * The forms of which every patient has a record in the end, where the study uses them: those that a patient has once, and the two without which
 * there is neither response nor survival. Side effects, slides and scores may never come.
 */
export const neededForms: readonly Form[] = forms.filter(
  ({ name, repeats }) => !repeats || name === 'tumourAssessment' || name === 'followUp',
);

export interface EntryWorkRow {
  readonly patients: number;
  readonly incomplete: number;
  readonly missing: readonly { readonly form: string; readonly patients: number }[];
  readonly contradictory: number;
  readonly next: readonly {
    readonly id: string;
    readonly code: string;
    readonly centre: string;
    readonly missing: readonly string[];
    readonly isContradictory: boolean;
  }[];
  readonly uploads: number;
}

/** One set for each form: a look at each form for each patient would take a large study seconds. */
const lacking = neededForms.map(
  (form, place) => `
    select p.id, p.code, p.centre_id, ${place} as place, '${form.name}' as form from portal.patient p
    where p.centre_id = any($1) and '${tableOf(form)}' <> all ((select unused_forms from portal.study where id = $2)::text[])
      and not exists (
        select from portal.${tableOf(form)} r where r.centre_id = p.centre_id and r.patient_id = p.id
      )`,
);

const entrySql = `
  with lacking as materialized (${lacking.join(' union all ')}
  ),
  contradictory as materialized (
    select s.id, s.code, s.centre_id from portal.subject s
    where s.study_id = $2 and s.centre_id = any($1) and s.contradictions <> 0
      and s.recipe_id = (select recipe_id from portal.study where id = $2)
  ),
  first as materialized (
    (select id, code, centre_id, true as "isContradictory" from contradictory order by code, id limit ${NAMED})
    union all
    (select distinct l.id, l.code, l.centre_id, false from lacking l
     where l.id not in (select id from contradictory) order by l.code, l.id limit ${NAMED})
  )
  select (select count(*)::int from portal.patient where centre_id = any($1)) as patients,
    (select count(distinct id)::int from lacking) as incomplete,
    (select count(*)::int from contradictory) as contradictory,
    (select coalesce(jsonb_agg(jsonb_build_object('form', form, 'patients', n) order by place), '[]') from (
      select place, form, count(*)::int as n from lacking group by place, form
    ) m) as missing,
    (select coalesce(jsonb_agg(n), '[]') from (
      select f.id, f.code, c.code as centre, f."isContradictory",
        (select coalesce(jsonb_agg(l.form order by l.place), '[]') from lacking l where l.id = f.id) as missing
      from first f join portal.centre c on c.id = f.centre_id
      order by f."isContradictory" desc, f.code, f.id limit ${NAMED}
    ) n) as next,
    (select count(*)::int from portal.slide_upload u
     where u.centre_id = any($1) and u.user_id = $3 and u.state in ('receiving', 'checking')) as uploads`;

/** What is not finished at these centres; of uploads, those of one person. */
export async function readEntryWork(
  { rows }: StudyTransaction,
  { centreIds, studyId, userId }: { centreIds: readonly number[]; studyId: number; userId: string },
): Promise<EntryWorkRow> {
  const [work] = await rows<EntryWorkRow>(entrySql, [centreIds, studyId, userId]);
  if (!work) throw new Error('a count without rows');
  return work;
}

export interface SlideWorkRow {
  readonly images: number;
  readonly withoutOutline: number;
  readonly withoutScore: number;
  readonly next: readonly { readonly id: string; readonly barcode: string; readonly patientCode: string }[];
}

const slideSql = `
  with images as materialized (
    select s.id, s.barcode, s.centre_id, s.patient_id,
      exists (select from portal.roi r where r.centre_id = s.centre_id and r.slide_id = s.id and not r.deleted) as outlined,
      exists (
        select from portal.inference i where i.centre_id = s.centre_id and i.slide_id = s.id and i.status = 'done'
      ) as scored
    from portal.slide s
    where s.centre_id = any($1)
      and exists (select from portal.slide_file f where f.centre_id = s.centre_id and f.slide_id = s.id)
  )
  select count(*)::int as images,
    count(*) filter (where not outlined)::int as "withoutOutline",
    count(*) filter (where not scored)::int as "withoutScore",
    (select coalesce(jsonb_agg(n), '[]') from (
      select i.id, i.barcode, p.code as "patientCode" from images i
      join portal.patient p on p.centre_id = i.centre_id and p.id = i.patient_id
      where not i.outlined order by i.barcode, i.id limit ${NAMED}
    ) n) as next
  from images`;

/** Slides with an image that nobody has outlined or scored yet. */
export async function readSlideWork({ rows }: StudyTransaction, centreIds: readonly number[]): Promise<SlideWorkRow> {
  const [work] = await rows<SlideWorkRow>(slideSql, [centreIds]);
  if (!work) throw new Error('a count without rows');
  return work;
}

export interface ModelWorkRow {
  readonly candidates: number;
  readonly trainings: readonly {
    readonly id: string;
    readonly modelId: string;
    readonly status: RunStatus;
    readonly queuedAt: Date;
    readonly requestedBy: string;
  }[];
}

/** Versions that wait for a decision, and the newest trainings of a study. */
export async function readModelWork({ rows }: StudyTransaction, studyId: number): Promise<ModelWorkRow> {
  const [counted] = await rows<{ candidates: number }>(
    `select count(*)::int as candidates from portal.model_version where status = 'candidate'`,
  );
  const trainings = await rows<ModelWorkRow['trainings'][number]>(
    `select id, model_id as "modelId", status, queued_at as "queuedAt", requested_by as "requestedBy"
     from portal.training_run where study_id = $1 order by queued_at desc, id limit 3`,
    [studyId],
  );
  return { candidates: counted?.candidates ?? 0, trainings };
}

export interface TroubleWorkRow {
  readonly scores: number;
  readonly trainings: number;
  readonly rules: number;
}

/** Runs of a study that failed within a week: of slides at these centres, of trainings, of rules. */
export async function readTrouble(
  { rows }: StudyTransaction,
  { studyId, centreIds }: { readonly studyId: number; readonly centreIds: readonly number[] },
): Promise<TroubleWorkRow> {
  const failed = `status = 'failed' and finished_at > now() - interval '7 days'`;
  const [work] = await rows<TroubleWorkRow>(
    `select (select count(*)::int from portal.inference where centre_id = any($2) and ${failed}) as scores,
       (select count(*)::int from portal.training_run where study_id = $1 and ${failed}) as trainings,
       (select count(*)::int from portal.quality_run where study_id = $1 and ${failed}) as rules`,
    [studyId, centreIds],
  );
  if (!work) throw new Error('a count without rows');
  return work;
}

/** Whose second factor a rule may ask for: each member with the roles in the study. */
export function readMemberRoles(
  { rows }: StudyTransaction,
  studyId: number,
): Promise<{ readonly userId: string; readonly roles: readonly string[] }[]> {
  return rows(
    `select user_id as "userId", array_agg(role) as roles from portal.membership where study_id = $1 group by user_id`,
    [studyId],
  );
}

export interface PeopleWorkRow {
  readonly members: number;
  readonly invited: number;
  readonly expired: number;
}

/** How many take part, whose invitation is open, and whose ran out within a month. */
export async function readPeopleWork({ rows }: StudyTransaction, studyId: number): Promise<PeopleWorkRow> {
  const [work] = await rows<PeopleWorkRow>(
    `select (select count(distinct user_id)::int from portal.membership where study_id = $1) as members,
       count(*) filter (where expires_at > now())::int as invited,
       count(*) filter (where expires_at <= now())::int as expired
     from portal.invitation
     where study_id = $1 and accepted_at is null and revoked_at is null and expires_at > now() - interval '30 days'`,
    [studyId],
  );
  if (!work) throw new Error('a count without rows');
  return work;
}

export interface UnsignedWorkRow {
  /** Compared with their source as a whole and not signed, but not locked yet: only a locked record can be signed. */
  readonly toLock: number;
  readonly records: number;
  readonly patients: number;
  readonly next: readonly {
    readonly patientId: string;
    readonly code: string;
    readonly centre: string;
    readonly form: string;
    readonly n: number;
  }[];
}

/** A record can be signed once it is locked, by itself, with its patient or with its centre. */
const unsigned = forms.map(
  (form: Form, place) => `
    select r.centre_id, r.patient_id, '${form.name}' as form, ${place} as place from portal."${tableOf(form)}" r
    where r.centre_id = any($1)
      and (r.centre_id in (select centre_id from locks where patient_id is null)
        or r.patient_id in (select patient_id from locks where patient_id is not null and record_id is null)
        or r.id in (select record_id from locks where record_id is not null))
      and r.id not in (select record_id from signed)`,
);

const unsignedSql = `
  with locks as materialized (
    select centre_id, patient_id, record_id from portal.record_hold
    where centre_id = any($1) and lifted_at is null and kind = 'locked'
  ),
  signed as materialized (
    select record_id from portal.record_signature where centre_id = any($1) and voided_at is null
  ),
  unsigned as materialized (
    select patient_id, centre_id, form, place, count(*)::int as n from (${unsigned.join(' union all ')}) u
    where exists (select from locks) group by 1, 2, 3, 4
  )
  select (
      select count(*)::int from portal.record_verification v
      join portal.patient p on p.centre_id = v.centre_id and p.id = v.patient_id
      where v.centre_id = any($1) and v.field is null and v.verified
        and not exists (select from portal.removed_record g where g.id = v.record_id)
        and v.record_id not in (select record_id from signed)
        and not exists (
          select from locks l where (l.record_id = v.record_id and l.record_id is not null)
            or (l.record_id is null and (l.patient_id = v.patient_id or (l.patient_id is null and l.centre_id = v.centre_id)))
        )
    ) as "toLock",
    coalesce(sum(n), 0)::int as records, count(distinct patient_id)::int as patients,
    (select coalesce(jsonb_agg(f), '[]') from (
      select u.patient_id as "patientId", p.code, c.code as centre, u.form, u.n
      from unsigned u join portal.patient p on p.centre_id = u.centre_id and p.id = u.patient_id
      join portal.centre c on c.id = u.centre_id
      order by p.code, p.id, u.place limit ${NAMED}
    ) f) as next
  from unsigned`;

/** Locked records without a signature that holds, at these centres. */
export async function readUnsignedWork(
  { rows }: StudyTransaction,
  centreIds: readonly number[],
): Promise<UnsignedWorkRow> {
  const [work] = await rows<UnsignedWorkRow>(unsignedSql, [centreIds]);
  if (!work) throw new Error('a count without rows');
  return work;
}
