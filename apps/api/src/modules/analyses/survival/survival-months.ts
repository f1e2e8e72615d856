import { statement, type Statement } from '@haim/schema';
import { restrictedMean, restrictedMeanDifference, survivalAt, type SurvivalAt, type SurvivalCurve } from '@haim/stats';

interface NamedCurve {
  readonly label: string;
  readonly curve: SurvivalCurve;
}

/** Mean times lived until a day: the area under each curve. */
interface RestrictedMeansOfGroups {
  readonly untilDays: number;
  readonly method: Statement;
  readonly groups: readonly {
    readonly label: string;
    readonly meanDays: number;
    readonly lowerDays: number;
    readonly upperDays: number;
    readonly warnings: readonly Statement[];
  }[];
  /** Comparison minus reference; null unless there are two groups. */
  readonly difference: {
    readonly reference: string;
    readonly comparison: string;
    readonly differenceDays: number;
    readonly lowerDays: number;
    readonly upperDays: number;
    readonly pValue: number | null;
    readonly method: Statement;
  } | null;
}

interface CurveAtDays {
  readonly label: string;
  readonly readings: readonly SurvivalAt[];
}

/** Areas under curves until a day, and their difference where there are two: the first is the reference. */
export function restrictedMeans(curves: readonly NamedCurve[], untilDays: number): RestrictedMeansOfGroups {
  const [reference, comparison] = curves;
  const isPair = curves.length === 2 && reference !== undefined && comparison !== undefined;
  const difference = isPair ? restrictedMeanDifference(reference.curve, comparison.curve, untilDays) : null;
  return {
    untilDays,
    method: statement('restrictedMean'),
    groups: curves.map(({ label, curve }) => {
      const { estimate, lower, upper, warnings } = restrictedMean(curve, untilDays);
      return { label, meanDays: estimate, lowerDays: lower, upperDays: upper, warnings };
    }),
    difference:
      isPair && difference
        ? {
            reference: reference.label,
            comparison: comparison.label,
            differenceDays: difference.difference,
            lowerDays: difference.lower,
            upperDays: difference.upper,
            pValue: difference.pValue,
            method: difference.method,
          }
        : null,
  };
}

/** Each curve at these days. */
export function readCurves(curves: readonly NamedCurve[], days: readonly number[]): CurveAtDays[] {
  return curves.map(({ label, curve }) => ({ label, readings: days.map((day) => survivalAt(curve, day)) }));
}
