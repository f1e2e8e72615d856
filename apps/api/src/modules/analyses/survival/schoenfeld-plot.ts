import { type Statement } from '@haim/schema';
import { type SchoenfeldResult, type SchoenfeldSmooth } from '@haim/stats';

/** Points that a picture can tell apart. */
const MOST_POINTS = 1500;

/** What the plots below the test of proportional hazards show; columns of one length. */
export interface SchoenfeldPlots {
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  readonly events: number;
  /** Of so many events one is drawn; the curves are of all. */
  readonly every: number;
  readonly days: readonly number[];
  readonly time: readonly number[];
  readonly terms: readonly {
    readonly covariate: string;
    readonly isFactor: boolean;
    readonly residuals: readonly (number | null)[];
    readonly smooth: SchoenfeldSmooth | null;
  }[];
}

/** The residuals as they are drawn: of very many events evenly spaced ones. */
export function shownResiduals({ method, warnings, days, time, terms }: SchoenfeldResult): SchoenfeldPlots {
  const every = Math.max(1, Math.ceil(days.length / MOST_POINTS));
  const isShown = (_: unknown, i: number) => i % every === 0;
  return {
    method,
    warnings,
    events: days.length,
    every,
    days: days.filter(isShown),
    time: time.filter(isShown),
    terms: terms.map(({ term, isFactor, residuals, smooth }) => ({
      covariate: term,
      isFactor,
      residuals: residuals.filter(isShown),
      smooth,
    })),
  };
}
