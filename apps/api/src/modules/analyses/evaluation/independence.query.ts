import { statement } from '@haim/schema';
import { type StudyMoment } from '../study-moment.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { type ScoreSource } from './evaluation-sources.ts';
import { type IndependenceLevel, independenceOf, type Placed, type TrainingKnown } from './independence.ts';

interface SlideRow {
  readonly patientId: string;
  readonly slideId: string;
  readonly centre: string;
  readonly scanner: string | null;
  readonly takenOn: string | null;
}

const slideColumns = `l.patient_id as "patientId", l.id as "slideId", c.code as centre, f.vendor as scanner,
  l.taken_on::text as "takenOn"`;
const besideSlide = `join portal.centre c on c.id = l.centre_id
  left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id`;

/**
 * What is known of the cases a score was made of: the list of a training here, what a manifest states, or the slides that
 * the study itself calls its training set.
 */
export async function trainingOf(
  moment: StudyMoment,
  source: Pick<ScoreSource, 'kind' | 'versionId' | 'weights'>,
): Promise<TrainingKnown> {
  if (source.kind === 'portal') {
    const run = await casesOfRun(moment, source.versionId);
    if (run.length > 0) return known(moment, run, statement('trainingOfRun', { n: patientsIn(run) }));
    const centres = await centresOfManifest(moment, source.versionId);
    if (centres.length > 0) return { basis: statement('trainingOfManifest', { centres }), cases: null, centres };
    if (source.weights === 'synthetic') return { basis: statement('trainingOfNobody'), cases: null, centres: [] };
  }
  const set = await casesOfSet(moment);
  if (set.length === 0) return { basis: statement('trainingUnknown'), cases: null, centres: [] };
  const n = patientsIn(set);
  const basis = source.kind === 'clinical' ? statement('trainingOfFit', { n }) : statement('trainingOfSet', { n });
  return known(moment, set, basis);
}

function patientsIn(rows: readonly SlideRow[]): number {
  return new Set(rows.map(({ patientId }) => patientId)).size;
}

/** Columns hold days since 1970. */
function dayOf(day: string | number | null): string | null {
  return typeof day === 'number' ? new Date(day * 86_400_000).toISOString().slice(0, 10) : day;
}

/** Days of enrolment where a slide has no date. */
export function placed(
  { columns }: Pick<StudyMoment, 'columns'>,
  rows: readonly (Pick<SlideRow, 'patientId' | 'takenOn' | 'scanner'> & { readonly slideId?: string | null })[],
): Placed[] {
  const patients = columns.find([...new Set(rows.map(({ patientId }) => patientId))]);
  return rows.map(({ patientId, slideId = null, scanner, takenOn }) => {
    const patient = patients.get(patientId);
    return {
      patientId,
      slideId,
      scanner,
      centre: patient?.word('centre') ?? '',
      on: takenOn ?? dayOf(patient?.value('enrolledOn') ?? null),
    };
  });
}

function known(moment: StudyMoment, rows: readonly SlideRow[], basis: TrainingKnown['basis']): TrainingKnown {
  const cases = placed(moment, rows).map((one, i) => ({ ...one, centre: rows[i]?.centre ?? one.centre }));
  return { basis, cases, centres: [...new Set(cases.map(({ centre }) => centre))].toSorted() };
}

/** What the layer was fitted to and its threshold chosen on: the tuning part decided both the epoch and the threshold. */
function casesOfRun({ tx }: StudyMoment, versionId: string | null): Promise<SlideRow[]> {
  if (versionId === null) return Promise.resolve([]);
  return tx.rows<SlideRow>(
    `select ${slideColumns} from portal.training_run r
     join portal.training_case t on t.run_id = r.id and t.part in ('training', 'tuning') and t.left_out is null
     join portal.slide l on l.centre_id = t.centre_id and l.id = t.slide_id ${besideSlide}
     where r.candidate_version_id = $1`,
    [versionId],
  );
}

async function centresOfManifest({ tx }: StudyMoment, versionId: string | null): Promise<string[]> {
  if (versionId === null) return [];
  const rows = await tx.rows<{ centre: string }>(
    `select jsonb_array_elements_text(v.manifest #> '{trainedOn,centres}') as centre from portal.model_version v
     where v.id = $1 and portal.outcomes_are_open(v) and jsonb_typeof(v.manifest #> '{trainedOn,centres}') = 'array'`,
    [versionId],
  );
  return rows.map(({ centre }) => centre).toSorted();
}

function casesOfSet({ tx, scope }: StudyMoment, set: 'training' | 'external' = 'training'): Promise<SlideRow[]> {
  return tx.rows<SlideRow>(
    `select ${slideColumns} from portal.slide l ${besideSlide}
     where l.centre_id = any($1) and l.evaluation_set = $2`,
    [scope.readCentres, set],
  );
}

/** How far the slides that the study calls external are from those that it calls its training set. */
export async function levelOfExternalSet(moment: StudyMoment): Promise<IndependenceLevel> {
  const external = await casesOfSet(moment, 'external');
  const training = known(moment, await casesOfSet(moment), statement('trainingUnknown'));
  return independenceOf(placed(moment, external), training, 'EXTERNAL').level;
}

/** What the set that a study calls external is, in the names of files. */
const nameOfExternal: Readonly<Record<IndependenceLevel, string>> = {
  overlap: 'seen-in-training',
  internal: 'held-out-centre-subset',
  heldOutCentreSubset: 'held-out-centre-subset',
  partlyExternal: 'partly-external',
  external: 'external',
  unknown: 'external',
};

/** A set in the names of files and heads of scripts: *external* only where it is. */
export async function nameOfSet(moment: StudyMoment, set: EvaluationSetName): Promise<string> {
  return set === 'EXTERNAL' ? nameOfExternal[await levelOfExternalSet(moment)] : set.toLowerCase();
}

/**
 * The patients on whom the threshold of a source was chosen, where the portal knows it: it chose it itself, at the end of a
 * training on the tuning part, or with the clinical model on the training set. Null where somebody stated it.
 */
export async function thresholdCases(
  moment: StudyMoment,
  { kind, versionId }: Pick<ScoreSource, 'kind' | 'versionId'>,
): Promise<ReadonlySet<string> | null> {
  if (kind === 'clinical') return new Set((await casesOfSet(moment)).map(({ patientId }) => patientId));
  if (kind !== 'portal' || versionId === null) return null;
  const rows = await moment.tx.rows<{ patientId: string }>(
    `select l.patient_id as "patientId" from portal.training_run r
     join portal.training_case t on t.run_id = r.id and t.part = 'tuning' and t.left_out is null
     join portal.slide l on l.centre_id = t.centre_id and l.id = t.slide_id
     where r.candidate_version_id = $1`,
    [versionId],
  );
  return rows.length === 0 ? null : new Set(rows.map(({ patientId }) => patientId));
}
