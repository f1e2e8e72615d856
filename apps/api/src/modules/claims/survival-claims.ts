import { type ClaimedEstimator, type ClaimedPart, type ClaimedScale, type ClaimRule, statement } from '@haim/schema';
import { estimatorLabels, scaleLabels } from './candidate-labels.ts';
import { type ClaimMoment } from './claim-moment.ts';
import { type Answer, only } from './recomputed.ts';

type RuleOf<Kind extends ClaimRule['kind']> = Extract<ClaimRule, { readonly kind: Kind }>;

/** What a median and its limits are taken from. */
interface Limited {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Of an estimate there is one; its limits depend on the scale. */
const scalesOf = (part: ClaimedPart, scale: ClaimedScale | null): readonly ClaimedScale[] => {
  if (part === 'estimate') return ['log'];
  return scale === null ? (Object.keys(scaleLabels) as ClaimedScale[]) : [scale];
};

export function medianTime(moment: ClaimMoment, { endpoint, arm, part, scale }: RuleOf<'medianTime'>): Answer {
  return times(moment, part, scale, (one) => {
    const { curves } = moment.survival(endpoint, arm === null ? null : 'arm', one);
    return curves.find(({ label }) => arm === null || label === arm)?.curve.median;
  });
}

export function followUp(moment: ClaimMoment, { part, scale }: RuleOf<'followUp'>): Answer {
  return times(moment, part, scale, (one) => moment.survival('OS', 'arm', one).followUp ?? undefined);
}

/** In months, because that is how a publication prints times: the length of one is the study's. */
function times(
  moment: ClaimMoment,
  part: ClaimedPart,
  scale: ClaimedScale | null,
  medianOf: (scale: ClaimedScale) => Limited | undefined,
): Answer {
  const { monthDays } = moment.study;
  const found = scalesOf(part, scale).flatMap((one) => {
    const median = medianOf(one);
    return median ? [{ scale: one, days: median[part] }] : [];
  });
  if (found.length === 0) return { missing: statement('claimOfNobody') };
  return {
    candidates: found.map(({ scale: one, days }) => ({
      label: part === 'estimate' ? null : scaleLabels[one],
      value: days === null ? null : days / monthDays,
    })),
    said: [],
    times: { monthDays, days: found.map(({ days }) => days) },
  };
}

export function events(moment: ClaimMoment, { endpoint, arm }: RuleOf<'events'>): Answer {
  const { curves } = moment.survival(endpoint, 'arm', 'log');
  const chosen = curves.filter(({ label }) => arm === null || label === arm);
  if (chosen.length === 0) return { missing: statement('claimOfNobody') };
  const count = chosen.reduce((sum, { curve }) => sum + curve.events, 0);
  const of = chosen.reduce((sum, { curve }) => sum + curve.n, 0);
  return { candidates: only(count), said: [], counts: { count, of } };
}

/** By the estimator that is named, or by each. */
export function hazardRatio(moment: ClaimMoment, { endpoint, part, estimator }: RuleOf<'hazardRatio'>): Answer {
  const ratios = moment.survival(endpoint, 'arm', 'log').hazardRatios;
  const wanted = estimator === null ? (Object.keys(estimatorLabels) as ClaimedEstimator[]) : [estimator];
  const found = wanted.flatMap((one) => ratios.filter((ratio) => ratio.estimator === one));
  const key = part === 'estimate' ? 'hazardRatio' : part;
  const known = found.filter((ratio) => ratio[key] !== null && Number.isFinite(ratio[key]));
  if (known.length === 0) return { missing: statement('claimNotEstimable') };
  return {
    candidates: known.map((ratio) => ({
      label: estimatorLabels[ratio.estimator as ClaimedEstimator],
      value: ratio[key],
    })),
    said: [],
    logStdErrors: known.map(({ logStdErr }) => logStdErr),
  };
}

export function logRankTest(moment: ClaimMoment, { endpoint }: RuleOf<'logRankTest'>): Answer {
  const test = moment.survival(endpoint, 'arm', 'log').logRank;
  if (test === null || test.pValue === null) return { missing: statement('claimNotEstimable') };
  return { candidates: only(test.pValue), said: [] };
}
