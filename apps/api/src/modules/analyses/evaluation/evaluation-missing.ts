import { type EvaluationSetName, evaluationSets } from './evaluation-sets.ts';
import { type ScoreSource } from './evaluation-sources.ts';
import { type StudyMoment } from '../study-moment.ts';

/** Why a patient of a set has no score of a source. */
export const missingReasons = [
  'noSlide',
  'noImage',
  'waiting',
  'failed',
  'notRun',
  'notImported',
  'covariateMissing',
] as const;
export type MissingReason = (typeof missingReasons)[number];

interface SlideState {
  readonly patientId: string;
  readonly inSet: boolean;
  readonly hasImage: boolean;
  /** Of the newest run of this model, whichever version. */
  readonly status: string | null;
}

/** Who of a set, or of all who match a selection, has no score, each with the reason. */
export async function withoutScore(
  { tx, scope }: Pick<StudyMoment, 'tx' | 'scope'>,
  source: Pick<ScoreSource, 'kind' | 'id'>,
  set: EvaluationSetName,
  chosen: readonly string[],
  scored: ReadonlySet<string>,
): Promise<{ patientId: string; reason: MissingReason }[]> {
  const names = evaluationSets[set];
  const model = source.kind === 'portal' ? source.id.slice('portal:'.length).split('@')[0] : null;
  const slides = await tx.rows<SlideState>(
    `select l.patient_id as "patientId", ($2::text[] is null or l.evaluation_set = any($2)) as "inSet", f.id is not null as "hasImage",
       (select i.status from portal.inference i where i.centre_id = l.centre_id and i.slide_id = l.id and i.model_id = $3
        order by i.queued_at desc limit 1) as status
     from portal.slide l left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
     where l.centre_id = any($1)`,
    [scope.readCentres, names, model],
  );
  const ofPatient = Map.groupBy(slides, ({ patientId }) => patientId);
  return chosen.flatMap((patientId) => {
    if (scored.has(patientId)) return [];
    const own = (ofPatient.get(patientId) ?? []).filter(({ inSet }) => inSet);
    // A named set consists of the patients who have a slide in it.
    if (names !== null && own.length === 0) return [];
    return [{ patientId, reason: reasonOf(source.kind, own) }];
  });
}

function reasonOf(kind: ScoreSource['kind'], slides: readonly SlideState[]): MissingReason {
  if (kind === 'imported') return 'notImported';
  if (slides.length === 0) return 'noSlide';
  if (kind === 'clinical') return 'covariateMissing';
  if (slides.some(({ status }) => status === 'queued' || status === 'running')) return 'waiting';
  if (slides.every(({ hasImage }) => !hasImage)) return 'noImage';
  return slides.some(({ status }) => status === 'failed') ? 'failed' : 'notRun';
}
