import { type FigureRows } from '@/charts/figure-table.tsx';
import { type Safety, type SafetyNumber } from './query.ts';

/** Every row of the answer in full precision: counts, shares, events, days and differences. */
export function safetyNumbers({ groups, rows, compared }: Safety): FigureRows {
  const named = (file: string) => ({ file, header: file });
  return {
    columns: [
      ...['kind', 'row', 'class'].map(named),
      ...groups.flatMap(({ value }) => {
        const group = value ?? 'none';
        const of = (what: string) =>
          ['patients', 'share', 'events'].map((measure) => named(`${group}: ${measure}, ${what}`));
        const days = ['n', 'median', 'shortest', 'longest'].map((measure) => named(`${group}: days, ${measure}`));
        return [named(`${group}: n`), ...of('any grade'), ...of('grade 3 or more'), ...days];
      }),
      ...(compared
        ? ['any grade', 'grade 3 or more'].flatMap((what) =>
            ['difference', 'lower', 'upper'].map((measure) => named(`${measure}, ${what}`)),
          )
        : []),
      named('events of which it is not stated'),
    ],
    rows: rows.map(({ kind, key, organClass, cells, anyDifference, severeDifference, notStated }) => [
      kind.toLowerCase(),
      key,
      organClass ?? null,
      ...cells.flatMap(({ anyGrade, gradeThreeOrMore, onset }, place) => [
        groups[place]?.n ?? null,
        ...numbersOf(anyGrade),
        ...numbersOf(gradeThreeOrMore),
        ...[onset?.n, onset?.median, onset?.shortest, onset?.longest].map((days) => days ?? null),
      ]),
      ...(compared
        ? [anyDifference, severeDifference].flatMap((one) =>
            [one?.estimate, one?.lower, one?.upper].map((share) => share ?? null),
          )
        : []),
      notStated ?? null,
    ]),
  };
}

function numbersOf({ n, atMost, share, events }: SafetyNumber): (string | number | null)[] {
  return [atMost ? `≤${n}` : n, share ?? null, events ?? null];
}
