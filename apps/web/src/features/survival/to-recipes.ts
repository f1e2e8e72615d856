import { type RecipeComparisonQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type CurveLook, type DrawnSurvival } from '@/charts/kaplan-meier-chart-picture.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { toMonths } from '@/numbers/to-months.ts';

export type RecipeComparison = RecipeComparisonQuery['recipeComparison'];
export type ChangedTime = RecipeComparison['changed'][number];
export type TimeByRecipe = ChangedTime['own'];

/** The curves of both recipes, those of the study's own first. */
export function curvesOfTwo({ sides }: RecipeComparison) {
  return sides.flatMap((side, place) =>
    unpackCurves(side).curves.map((curve) => ({ ...curve, recipe: side.recipe, isOwn: place === 0 })),
  );
}

export type CurveOfTwo = ReturnType<typeof curvesOfTwo>[number];

/** What is drawn: the curves by the study's recipe alone have bands, since four would hide each other. */
export function pictureOfTwo(curves: readonly CurveOfTwo[], monthDays: number): DrawnSurvival {
  return {
    monthDays,
    curves: curves.map((curve) => ({
      ...curve,
      medianDays: null,
      ...(curve.isOwn ? {} : { lower: curve.lower.map(() => null), upper: curve.upper.map(() => null) }),
    })),
  };
}

/** Every step of every curve in full precision. */
export function curveTableOfTwo(
  curves: readonly CurveOfTwo[],
  monthDays: number,
  looks: readonly CurveLook[],
  headings: Readonly<
    Record<
      'recipe' | 'group' | 'days' | 'months' | 'atRisk' | 'events' | 'censored' | 'survival' | 'lower' | 'upper',
      string
    >
  >,
): FigureRows {
  return {
    columns: [
      { file: 'recipe', header: headings.recipe },
      { file: 'group', header: headings.group },
      { file: 'days', header: headings.days },
      { file: 'months', header: headings.months, decimals: 2 },
      { file: 'at_risk', header: headings.atRisk },
      { file: 'events', header: headings.events },
      { file: 'censored', header: headings.censored },
      { file: 'survival', header: headings.survival, decimals: 4 },
      { file: 'lower', header: headings.lower, decimals: 4 },
      { file: 'upper', header: headings.upper, decimals: 4 },
    ],
    rows: curves.flatMap((curve, c) =>
      curve.days.map((day, i) => [
        curve.recipe,
        looks[c]?.label ?? curve.label,
        day,
        toMonths(day, monthDays),
        curve.atRisk[i] ?? null,
        curve.nEvent[i] ?? null,
        curve.nCensor[i] ?? null,
        curve.survival[i] ?? null,
        curve.lower[i] ?? null,
        curve.upper[i] ?? null,
      ]),
    ),
  };
}

/** Whose time differs, in full precision. */
export function changedNumbers({ changed }: RecipeComparison): FigureRows {
  const files = [
    'patient',
    'centre',
    'group',
    'own_days',
    'own_event',
    'own_missing',
    'other_days',
    'other_event',
    'other_missing',
  ];
  const flag = (event: boolean | null | undefined) => (event === null || event === undefined ? null : Number(event));
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: changed.map(({ code, centre, group, own, other }) => [
      ...[code, centre ?? null, group ?? null],
      ...[own, other].flatMap(({ days, event, missing }) => [days ?? null, flag(event), missing ?? null]),
    ]),
  };
}
