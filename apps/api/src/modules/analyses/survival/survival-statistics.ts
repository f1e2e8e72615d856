import { statement } from '@haim/schema';
import {
  type ConfType,
  type DrawnCurve,
  drawnCurves,
  type DrawnOptions,
  hazardRatio,
  kaplanMeier,
  logRank,
  type SurvivalCurve,
} from '@haim/stats';
import { type GroupedTimes } from '../../../columns/index.ts';

/** The statistics of grouped times; pure, so that a script can repeat them. */
export function statistics(groups: GroupedTimes['groups'], confType: ConfType) {
  const curves = groups.map(({ label, times }) => ({ label, curve: kaplanMeier(times, { confType }) }));
  const all = pooled(groups);
  const followUp = all ? kaplanMeier(all, { confType, reverse: true }).median : null;
  const [reference, comparison] = groups;
  const isPair = groups.length === 2 && reference !== undefined && comparison !== undefined;
  return {
    n: curves.reduce((sum, { curve }) => sum + curve.n, 0),
    bandMethod: curves[0]?.curve.method ?? statement('noCurve'),
    curves,
    draw: keepingLast(curves.map(({ curve }) => curve)),
    logRank: groups.length > 1 ? logRank(groups) : null,
    hazardRatios: isPair
      ? (['cox', 'mantel-haenszel', 'log-rank'] as const).map((estimator) => ({
          reference: reference.label,
          comparison: comparison.label,
          ...hazardRatio(reference.times, comparison.times, { estimator }),
        }))
      : [],
    followUp,
  };
}

/** Draws curves, and keeps the last drawing: most readers have pages of one width. */
function keepingLast(curves: readonly SurvivalCurve[]): (options: DrawnOptions) => DrawnCurve[] {
  let last: { readonly key: string; readonly drawn: DrawnCurve[] } | null = null;
  return (options) => {
    const key = JSON.stringify(options);
    if (last?.key !== key) last = { key, drawn: drawnCurves(curves, options) };
    return last.drawn;
  };
}

function pooled(groups: GroupedTimes['groups']) {
  if (groups.length === 0) return null;
  const join = (column: 'days' | 'events' | 'censored') => groups.flatMap(({ times }) => Array.from(times[column]));
  return { days: join('days'), events: join('events'), censored: join('censored') };
}
