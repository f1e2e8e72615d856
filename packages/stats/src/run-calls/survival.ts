import type { SurvivalTime } from '@haim/schema';
import { type ConfType, type SurvivalCurve } from '../survival/survival-curve.ts';
import { kaplanMeier } from '../survival/kaplan-meier.ts';
import { stratifiedLogRank, type SurvivalGroup } from '../survival/log-rank.ts';
import { restrictedMean } from '../survival/restricted-mean.ts';
import { survivalAt } from '../survival/survival-at.ts';
import { quantile } from '../survival/survival-quantile.ts';
import { weightedKaplanMeier } from '../survival/weighted-survival.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table } from './table.ts';

/** Kaplan-Meier per group. */
export function runKaplanMeier(table: Table, args: Arguments) {
  const [time, event, group] = [args.text('time'), args.text('event'), args.optionalText('group')];
  const weights = args.optionalText('weights');
  const cases = new CompleteCases(table, [time, event, group, weights]);
  const weightOf = weights === undefined ? null : cases.numbers(weights);
  const [days, flags] = [cases.numbers(time), cases.flags(event)];
  const groups =
    group === undefined
      ? [{ label: 'All', members: [...days.keys()] }]
      : cases.groups(group, args.optionalTexts('levels'));
  const confType = (args.optionalText('confType') ?? 'log') as ConfType;
  const confidence = args.optionalNumber('confLevel') ?? 0.95;
  return {
    nUsed: days.length,
    nDropped: cases.nDropped,
    groups: groups.map(({ label, members }) => {
      const times = members.map((i) => ({ days: days[i] ?? NaN, event: flags[i] ?? false }));
      const own = weightOf && members.map((i) => weightOf[i] ?? NaN);
      const options = { confType, confidence };
      const curve = own
        ? weightedKaplanMeier(columnsOf(times, own), { ...options, robust: args.flag('robust') })
        : kaplanMeier(times, { ...options, reverse: args.flag('reverse') });
      const quantiles = (args.optionalNumbers('quantiles') ?? [0.25, 0.5, 0.75]).map((p) => ({
        p,
        ...quantile(curve, p, 'inverse-distribution'),
      }));
      const at = args.optionalNumbers('times');
      const tau = args.optionalNumber('rmstTau');
      return {
        group: label,
        n: curve.n,
        events: curve.events,
        ...(own && { sumWeights: own.reduce((sum, weight) => sum + weight, 0) }),
        time: curve.days,
        nRisk: curve.atRisk,
        nEvent: curve.nEvent,
        nCensor: curve.nCensor,
        surv: curve.survival,
        ...errorColumns(curve, own !== null && args.flag('robust')),
        cumHaz: curve.cumulativeHazard,
        lower: curve.lower,
        upper: curve.upper,
        median: quantile(curve, 0.5, 'inverse-distribution'),
        medianTable: curve.median,
        quantiles,
        ...(at && { atTimes: at.map((day) => atTime(curve, day)) }),
        ...(tau !== undefined && { rmst: rmst(curve, tau) }),
      };
    }),
  };
}

function columnsOf(times: readonly SurvivalTime[], weights: readonly number[]) {
  return { days: times.map(({ days }) => days), event: times.map(({ event }) => event), weights };
}

/**
 * A fit's std.err is that of log S, and of S itself where the variance is robust; the call expects it as is and times
 * S.
 */
function errorColumns({ survival, stdErr }: SurvivalCurve, isRobust: boolean) {
  const times = (factor: (s: number) => number) =>
    stdErr.map((se, i) => (se === null ? null : se * factor(survival[i] ?? NaN)));
  if (isRobust) return { stdErr: times((s) => s), stdErrCumHaz: stdErr };
  return { stdErr, stdErrCumHaz: times((s) => 1 / s).map((se) => se ?? Infinity) };
}

function atTime(curve: ReturnType<typeof kaplanMeier>, day: number) {
  const { days, atRisk, survival, stdErr, lower, upper } = survivalAt(curve, day, { extend: true });
  return { time: days, nRisk: atRisk, surv: survival, stdErr, lower, upper };
}

function rmst(curve: ReturnType<typeof kaplanMeier>, tau: number) {
  const { estimate, stdErr } = restrictedMean(curve, tau);
  return { tau, estimate, se: stdErr };
}

/** Log-rank test, in strata if the call names them. */
export function runLogRank(table: Table, args: Arguments) {
  const [time, event, group] = [args.text('time'), args.text('event'), args.text('group')];
  const strata = args.optionalTexts('strata') ?? [];
  const cases = new CompleteCases(table, [time, event, group, ...strata]);
  const [days, flags] = [cases.numbers(time), cases.flags(event)];
  const key = strata.map((name) => cases.texts(name));
  const stratumOf = days.map((_, i) => key.map((cells) => cells[i]).join('\u0001'));
  const groups = cases.groups(group, args.optionalTexts('levels'));
  const select = (members: number[]) => members.map((i) => ({ days: days[i] ?? NaN, event: flags[i] ?? false }));
  const perStratum = [...new Set(stratumOf)].map((stratum) =>
    groups.flatMap(({ label, members }): SurvivalGroup[] => {
      const inside = members.filter((i) => stratumOf[i] === stratum);
      return inside.length === 0 ? [] : [{ label, times: select(inside) }];
    }),
  );
  const rho = args.optionalNumber('rho');
  const result = stratifiedLogRank(perStratum, rho === undefined ? {} : { rho });
  // R prints 0 on no degrees of freedom where nothing can be tested, and stops where it cannot invert the variance.
  const df = result.df ?? result.expected.filter((e) => e > 0).length - 1;
  const order = groups.map(({ label }) => result.groups.indexOf(label));
  return {
    nUsed: days.length,
    nDropped: cases.nDropped,
    groups: groups.map(({ label }) => label),
    n: order.map((i) => result.n[i]),
    observed: order.map((i) => result.observed[i]),
    expected: order.map((i) => result.expected[i]),
    variance: order.map((i) => order.map((j) => result.variance[i]?.[j])),
    chisq: result.chiSquare ?? (df > 0 ? null : 0),
    df,
    p: result.pValue ?? (df === 0 ? 1 : null),
  };
}
