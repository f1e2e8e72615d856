import { type StudyTransaction } from '../../../db/study-db.ts';
import { positiveClass } from '../../cohort/index.ts';
import { type StudyScope } from '../../studies/index.ts';
import { byCode, type StudyMoment } from '../study-moment.ts';

export interface ScoreSourceRow {
  readonly kind: 'imported' | 'portal';
  readonly name: string;
  /** The model's hash where the portal computed the scores; null for imported ones. */
  readonly sha256: string | null;
  readonly weights: string;
  /** Of the model that ran here, or as it was declared for imported scores; null where it is not known. */
  readonly threshold: number | null;
  /** Where a declared threshold comes from. */
  readonly declaredProvenance: string | null;
  /** Patients with a score, of those whom analyses count. */
  readonly n: number;
  /** The registered version that ran; null where none was, and for imported scores. */
  readonly versionId: string | null;
  readonly line: string | null;
  readonly version: number | null;
  readonly thresholdRule: string | null;
  /** Null also where it was chosen on cases of centres that are not all open to the asker. */
  readonly thresholdChosenOn: string | null;
}

export interface ScoredRow {
  readonly patientId: string;
  readonly patientCode: string;
  readonly score: number;
  readonly bestResponse: string | null;
  /** Of the patient: a bit for each rule that the records break. */
  readonly contradictions: number;
  readonly slideId: string | null;
  readonly set: string | null;
  /** When the biopsy was taken. */
  readonly takenOn: string | null;
  /** Whose format the image file has; null without a file. */
  readonly scanner: string | null;
  /** Whether the run was confined to outlines; null where the portal did not compute the score. */
  readonly isOutlined: boolean | null;
}

/**
 * The slide that a score of the patient is paired with, with its set: the first by barcode that is in a set. A later
 * slide that is in none excludes no patient. `clinicalCases` takes the same one.
 */
const slideOfPatient = `(
    select l.id, l.evaluation_set, l.taken_on from portal.slide l
    where l.centre_id = m.centre_id and l.patient_id = m.patient_id
    order by l.evaluation_set is null, l.barcode limit 1
  )`;

/**
 * The newest finished run of a model on each slide. A model whose positive class is another, such as PD alone, scores
 * something else than response is judged by here. Runs of older versions do not state theirs: it was the only one.
 */
const newestRuns = `select distinct on (i.slide_id, i.model_id, i.model_sha256)
    i.slide_id, i.centre_id, i.patient_id, i.model_id, i.model_sha256, i.weights, i.threshold, i.prps,
    jsonb_array_length(i.rois) > 0 as is_outlined
  from portal.inference i
  where i.status = 'done' and i.centre_id = any($1)
    and coalesce(i.result ->> 'positiveClass', '${positiveClass}') = '${positiveClass}'
  order by i.slide_id, i.model_id, i.model_sha256, i.finished_at desc`;

/** Every source of scores in the study: other systems' imported ones, and each version of a model that ran here. */
export function scoreSources({ tx, columns, scope }: StudyMoment): Promise<ScoreSourceRow[]> {
  const { studyId, readCentres } = scope;
  const isCounted = (rows: string) => `not exists (
      select from portal.subject s where $3 and s.centre_id = ${rows}.centre_id and s.id = ${rows}.patient_id
        and s.recipe_id = (select recipe_id from portal.study where id = $2) and s.eligibility = 'ineligible')`;
  return tx.rows<ScoreSourceRow>(
    `select 'imported' as kind, m.model_name as name, null::text as sha256, 'not held by this portal' as weights,
       min(d.threshold) as threshold, min(d.provenance) as "declaredProvenance", count(distinct m.patient_id) filter (where ${isCounted('m')})::int as n, null::uuid as "versionId", null::text as line, null::int as version,
       null::text as "thresholdRule", null::text as "thresholdChosenOn"
     from portal.imported_score m
     left join portal.score_threshold d on d.study_id = $2 and d.model_name = m.model_name
     where m.centre_id = any($1) group by m.model_name
     union all
     select 'portal', r.model_id, r.model_sha256, min(r.weights), min(r.threshold), null,
       count(distinct r.patient_id) filter (where ${isCounted('r')})::int, min(v.id::text)::uuid, min(v.line), min(v.version),
       min(v.manifest #>> '{threshold,rule}'),
       min(v.manifest #>> '{threshold,chosenOn}') filter (where v.is_open)
     from (${newestRuns}) r
     left join lateral (
       select id, line, version, manifest, portal.outcomes_are_open(m) as is_open from portal.model_version m
       where model_id = r.model_id and model_sha256 = r.model_sha256 order by registered_at desc limit 1
     ) v on true
     group by r.model_id, r.model_sha256
     order by kind, name, sha256`,
    [readCentres, studyId, columns.counted.population === 'eligible'],
  );
}

/** What the study declares of a set; null if it states nothing. */
export async function noteOfSet(
  tx: StudyTransaction,
  { studyId }: StudyScope,
  set: string,
): Promise<{ en: string; zh: string } | null> {
  const rows = await tx.rows<{ en: string; zh: string }>(
    'select note_en as en, note_zh as zh from portal.evaluation_set_note where study_id = $1 and evaluation_set = $2',
    [studyId, set],
  );
  return rows[0] ?? null;
}

type ScoreRow = Omit<ScoredRow, 'patientCode' | 'bestResponse' | 'contradictions'>;

/**
 * Scores with outcome and set, by patient code: one a patient for imported ones, one a slide for those computed here.
 * Slides of a patient are adjacent, by slide code: see `one-per-patient.ts`.
 */
export async function scoredPatients(
  moment: StudyMoment,
  source: Pick<ScoreSourceRow, 'kind' | 'name' | 'sha256'>,
): Promise<ScoredRow[]> {
  const scores = await (source.kind === 'imported'
    ? importedScores(moment, source.name)
    : computedScores(moment, source));
  return byCode(moment.columns, scores).map(({ patient, row }) => ({
    ...row,
    patientCode: patient.code,
    bestResponse: patient.word('bestResponse'),
    contradictions: patient.contradictions,
  }));
}

function importedScores({ tx, scope }: StudyMoment, name: string): Promise<ScoreRow[]> {
  return tx.rows<ScoreRow>(
    `select m.patient_id as "patientId", m.score, l.id as "slideId", l.evaluation_set as "set", l.taken_on::text as "takenOn", f.vendor as scanner, null::boolean as "isOutlined"
     from portal.imported_score m
     left join lateral ${slideOfPatient} l on true
     left join portal.slide_file f on f.centre_id = m.centre_id and f.slide_id = l.id
     where m.centre_id = any($1) and m.model_name = $2`,
    [scope.readCentres, name],
  );
}

function computedScores(
  { tx, scope }: StudyMoment,
  { name, sha256 }: Pick<ScoreSourceRow, 'name' | 'sha256'>,
): Promise<ScoreRow[]> {
  return tx.rows<ScoreRow>(
    `select r.patient_id as "patientId", r.prps as score, l.id as "slideId", l.evaluation_set as "set", l.taken_on::text as "takenOn", f.vendor as scanner, r.is_outlined as "isOutlined"
     from (${newestRuns}) r
     join portal.slide l on l.centre_id = r.centre_id and l.id = r.slide_id
     left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
     where r.model_id = $2 and r.model_sha256 = $3 order by l.barcode`,
    [scope.readCentres, name, sha256],
  );
}
