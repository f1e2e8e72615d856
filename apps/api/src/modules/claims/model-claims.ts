import { type ClaimedSet, type ClaimRule, statement } from '@haim/schema';
import { type EvaluationSetName, figures, isIn, type SourceScores } from '../analyses/index.ts';
import { type ClaimMoment } from './claim-moment.ts';
import { type Answer, only } from './recomputed.ts';

type RuleOf<Kind extends ClaimRule['kind']> = Extract<ClaimRule, { readonly kind: Kind }>;

const setNames: Readonly<Record<ClaimedSet, EvaluationSetName>> = {
  training: 'TRAINING',
  internal: 'INTERNAL',
  external: 'EXTERNAL',
  entire: 'ENTIRE',
};

const sides = ['training', 'internal', 'external'] as const;

/** Patients with a slide in a set. */
export async function setSize(moment: ClaimMoment, { sets, centre, as }: RuleOf<'setSize'>): Promise<Answer> {
  if (!moment.keepsScores) return { missing: statement('claimNotKept') };
  const everybody = (await moment.slidePatients()).filter(
    (one) => (centre === null || one.centre === centre) && sides.some((side) => side === one.set),
  );
  const of = everybody.length;
  if (of === 0) return { missing: statement('claimOfNobody') };
  const count = everybody.filter((one) => sets.some((set) => isIn(setNames[set], one.set))).length;
  return { candidates: only(as === 'patients' ? count : (100 * count) / of), said: [], counts: { count, of } };
}

/** Training patients of the centres that the set is of. */
export async function setOverlap(moment: ClaimMoment, { set }: RuleOf<'setOverlap'>): Promise<Answer> {
  if (!moment.keepsScores) return { missing: statement('claimNotKept') };
  const everybody = await moment.slidePatients();
  const members = everybody.filter((one) => isIn(setNames[set], one.set));
  if (members.length === 0) return { missing: statement('claimOfNobody') };
  const centres = [...new Set(members.map(({ centre }) => centre))].toSorted();
  const n = everybody.filter((one) => one.set === 'training' && centres.includes(one.centre)).length;
  return { candidates: only(n), said: [], overlap: { n, centres } };
}

export async function auc(moment: ClaimMoment, { model, set }: RuleOf<'auc'>): Promise<Answer> {
  const found = await scoredBy(moment, model);
  if ('missing' in found) return found;
  const numbers = casesOf(moment, found, set, null);
  if (numbers.auc === null) return { missing: statement('claimNotEstimable') };
  const classes = { positives: numbers.nPositive, negatives: numbers.nNegative };
  return { candidates: only(numbers.auc), said: [numbers.direction], classes };
}

export async function metric(moment: ClaimMoment, rule: RuleOf<'metric'>): Promise<Answer> {
  const found = await scoredBy(moment, rule.model);
  if ('missing' in found) return found;
  const threshold = thresholdOf(rule, found);
  if (threshold === null) return { missing: statement('claimNeedsThreshold', { model: rule.model }) };
  const { confusion, direction, nPositive, nNegative } = casesOf(moment, found, rule.set, threshold);
  const measured = confusion?.metrics.find(({ name }) => name === rule.metric);
  if (!measured || measured.value === null) return { missing: statement('claimNotEstimable') };
  const { numerator: count, denominator: of } = measured;
  return {
    candidates: only(measured.value),
    said: [direction, statement('claimThreshold', { threshold })],
    classes: { positives: nPositive, negatives: nNegative },
    // F1 is of no denominator of patients.
    ...(rule.metric === 'f1' ? {} : { counts: { count, of } }),
  };
}

/** That of the claim, otherwise the model's own. */
export function thresholdOf(rule: RuleOf<'auc' | 'metric'>, { source }: SourceScores): number | null {
  return (rule.kind === 'metric' ? rule.threshold : null) ?? source.threshold;
}

/** As the evaluation of the model counts them. */
export function casesOf(
  { study }: ClaimMoment,
  { rows }: SourceScores,
  set: ClaimedSet,
  threshold: number | null,
): ReturnType<typeof figures> {
  const inSet = rows.filter(({ set: of }) => isIn(setNames[set], of));
  return figures(inSet, { threshold, scoreOfPatient: study.scoreOfPatient });
}

/** The scores of a model, by the name that the portal lists it under. */
export async function scoredBy(moment: ClaimMoment, model: string) {
  if (!moment.keepsScores) return { missing: statement('claimNotKept') };
  const source = (await moment.sources()).find(({ id, modelName }) => modelName === model || id === model);
  if (!source) return { missing: statement('claimNeedsScores', { model }) };
  return moment.once(`scores ${source.id}`, () => moment.scores.read(moment.moment, source.id));
}
