import { type FrozenState } from '../../../columns/index.ts';
import { positiveClass } from '../../cohort/index.ts';
import { keptParts } from '../kept-parts.ts';

/** Relations of SQL, in the centres of `$1`, that have the same columns whatever keeps them. */
export interface ScoreTables {
  /** `centre_id`, `patient_id`, `id`, `barcode`, `evaluation_set`, `taken_on`, `vendor` of the format of the image, null without one. */
  readonly slides: string;
  /** Scores that other systems computed: `centre_id`, `patient_id`, `model_name`, `score`. */
  readonly imported: string;
  /**
   * The newest finished run of a model on each slide: `centre_id`, `patient_id`, `slide_id`, `model_id`, `model_sha256`,
   * `weights`, `threshold`, `prps`, `is_outlined`. A model whose positive class is another, such as PD alone, scores
   * something else than response is judged by here. Runs of older versions do not state theirs: it was the only one.
   */
  readonly runs: string;
  /** Patients who fail a criterion of the study: `centre_id`, `id`. */
  readonly ineligible: string;
  /** As declared for scores of other systems: `model_name`, `threshold`, `provenance`, `provenance_zh`. */
  readonly thresholds: string;
}

/** Slides and scores of now, or as a snapshot keeps them. */
export function scoreTables(studyId: number, frozen: FrozenState | null): ScoreTables {
  return frozen ? keptIn(frozen) : ofNow(studyId);
}

/** Whether there are any: a snapshot of an earlier version of the portal keeps neither slides nor scores. */
export function keepsScores(frozen: FrozenState | null): boolean {
  return frozen?.settings.scoreThresholds !== undefined || frozen === null;
}

function ofNow(studyId: number): ScoreTables {
  const study = Math.trunc(studyId);
  return {
    slides: `(select l.centre_id, l.patient_id, l.id, l.barcode, l.evaluation_set, l.taken_on, f.vendor
      from portal.slide l left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
      where l.centre_id = any($1))`,
    imported: `(select m.centre_id, m.patient_id, m.model_name, m.score from portal.imported_score m where m.centre_id = any($1))`,
    runs: `(select distinct on (i.slide_id, i.model_id, i.model_sha256)
        i.slide_id, i.centre_id, i.patient_id, i.model_id, i.model_sha256, i.weights, i.threshold, i.prps,
        jsonb_array_length(i.rois) > 0 as is_outlined
      from portal.inference i
      where i.status = 'done' and i.centre_id = any($1)
        and coalesce(i.result ->> 'positiveClass', '${positiveClass}') = '${positiveClass}'
      order by i.slide_id, i.model_id, i.model_sha256, i.finished_at desc)`,
    ineligible: `(select s.centre_id, s.id from portal.subject s
      where s.recipe_id = (select recipe_id from portal.study where id = ${study}) and s.eligibility = 'ineligible')`,
    thresholds: `(select d.model_name, d.threshold, d.provenance, d.provenance_zh from portal.score_threshold d where d.study_id = ${study})`,
  };
}

/** What is kept has the names of the columns above: migrations/1764000000385. */
function keptIn(frozen: FrozenState): ScoreTables {
  const { id } = frozen;
  const listed = (list: string, columns: string) =>
    `(select k.centre_id, k.patient_id, x.* from ${keptParts(frozen, 'scores')} k
      cross join lateral jsonb_to_recordset(k.content -> '${list}') x(${columns}))`;
  return {
    slides: listed('slides', 'id uuid, barcode text, evaluation_set text, taken_on date, vendor text'),
    imported: listed('imported', 'model_name text, score float8'),
    runs: listed(
      'runs',
      'slide_id uuid, model_id text, model_sha256 text, weights text, threshold float8, prps float8, is_outlined boolean',
    ),
    ineligible: `(select m.centre_id, m.patient_id as id from portal.snapshot_subject m
      join portal.frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256
      where m.snapshot_id = '${id}' and f.subject ->> 'eligibility' = 'ineligible')`,
    thresholds: `(select x.* from portal.snapshot s cross join lateral jsonb_to_recordset(s.settings -> 'scoreThresholds')
      x(model_name text, threshold float8, provenance text, provenance_zh text) where s.id = '${id}')`,
  };
}
