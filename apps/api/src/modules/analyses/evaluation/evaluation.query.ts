import { type StudyTransaction } from '../../../db/study-db.ts';
import { type StudyScope } from '../../studies/index.ts';
import { byCode, type StudyMoment } from '../study-moment.ts';
import { scoreTables } from './score-tables.ts';

export interface ScoreSourceRow {
  readonly kind: 'imported' | 'portal';
  readonly name: string;
  /** The model's hash where the portal computed the scores; null for imported ones. */
  readonly sha256: string | null;
  readonly weights: string;
  /** Of the model that ran here, or as it was declared for imported scores; null where it is not known. */
  readonly threshold: number | null;
  /** Where a declared threshold comes from, and the same in Chinese where it was declared too. */
  readonly declaredProvenance: string | null;
  readonly declaredProvenanceZh: string | null;
  /** Patients with a score, of those whom analyses count. */
  readonly n: number;
  /** The registered version that ran; null where none was, and for imported scores. */
  readonly versionId: string | null;
  readonly line: string | null;
  readonly version: number | null;
  readonly thresholdRule: string | null;
  /** Null also where it was chosen on cases of centres that are not all open to the asker. */
  readonly thresholdChosenOn: string | null;
  /** In Chinese, where the manifest has it. */
  readonly thresholdRuleZh: string | null;
  readonly thresholdChosenOnZh: string | null;
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
const slideOfPatient = (slides: string) => `(
    select l.id, l.evaluation_set, l.taken_on, l.vendor from ${slides} l
    where l.centre_id = m.centre_id and l.patient_id = m.patient_id
    order by l.evaluation_set is null, l.barcode limit 1
  )`;

/** Every source of scores in the study: other systems' imported ones, and each version of a model that ran here. */
export function scoreSources({ tx, columns, scope }: StudyMoment): Promise<ScoreSourceRow[]> {
  const { imported, runs, ineligible, thresholds } = scoreTables(scope.studyId, columns.frozen);
  const isCounted = (rows: string) =>
    `not exists (select from ${ineligible} s where $2 and s.centre_id = ${rows}.centre_id and s.id = ${rows}.patient_id)`;
  return tx.rows<ScoreSourceRow>(
    `select 'imported' as kind, m.model_name as name, null::text as sha256, 'notHeld' as weights,
       min(d.threshold) as threshold, min(d.provenance) as "declaredProvenance",
       min(d.provenance_zh) as "declaredProvenanceZh", count(distinct m.patient_id) filter (where ${isCounted('m')})::int as n, null::uuid as "versionId", null::text as line, null::int as version,
       null::text as "thresholdRule", null::text as "thresholdChosenOn", null::text as "thresholdRuleZh", null::text as "thresholdChosenOnZh"
     from ${imported} m
     left join ${thresholds} d on d.model_name = m.model_name
     group by m.model_name
     union all
     select 'portal', r.model_id, r.model_sha256, min(r.weights), min(r.threshold), null, null,
       count(distinct r.patient_id) filter (where ${isCounted('r')})::int, min(v.id::text)::uuid, min(v.line), min(v.version),
       min(v.manifest #>> '{threshold,rule}'),
       min(v.manifest #>> '{threshold,chosenOn}') filter (where v.is_open),
       min(v.manifest #>> '{threshold,ruleZh}'), min(v.manifest #>> '{threshold,chosenOnZh}') filter (where v.is_open)
     from ${runs} r
     left join lateral (
       select id, line, version, manifest, portal.outcomes_are_open(m) as is_open from portal.model_version m
       where model_id = r.model_id and model_sha256 = r.model_sha256 order by registered_at desc limit 1
     ) v on true
     group by r.model_id, r.model_sha256
     order by kind, name, sha256`,
    [scope.readCentres, columns.counted.population === 'eligible'],
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

function importedScores({ tx, columns, scope }: StudyMoment, name: string): Promise<ScoreRow[]> {
  const { imported, slides } = scoreTables(scope.studyId, columns.frozen);
  return tx.rows<ScoreRow>(
    `select m.patient_id as "patientId", m.score, l.id as "slideId", l.evaluation_set as "set", l.taken_on::text as "takenOn", l.vendor as scanner, null::boolean as "isOutlined"
     from ${imported} m
     left join lateral ${slideOfPatient(slides)} l on true
     where m.model_name = $2`,
    [scope.readCentres, name],
  );
}

function computedScores(
  { tx, columns, scope }: StudyMoment,
  { name, sha256 }: Pick<ScoreSourceRow, 'name' | 'sha256'>,
): Promise<ScoreRow[]> {
  const { runs, slides } = scoreTables(scope.studyId, columns.frozen);
  return tx.rows<ScoreRow>(
    `select r.patient_id as "patientId", r.prps as score, l.id as "slideId", l.evaluation_set as "set", l.taken_on::text as "takenOn", l.vendor as scanner, r.is_outlined as "isOutlined"
     from ${runs} r
     join ${slides} l on l.centre_id = r.centre_id and l.id = r.slide_id
     where r.model_id = $2 and r.model_sha256 = $3 order by l.barcode`,
    [scope.readCentres, name, sha256],
  );
}
