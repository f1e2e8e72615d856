import { type RegistryQuery, type ScoreRunsQuery } from '@/graphql/generated/graphql.ts';
import { showEstimate, showFraction, showNumber, showScore, showThreshold } from '@/numbers/show.ts';

type Scored = ScoreRunsQuery['scoreRuns']['runs'][number];
type Version = RegistryQuery['modelVersions'][number];

/** A source of scores, a registered version, or both: a version without scores of this study has none of its numbers. */
export interface Run {
  readonly id: string;
  readonly name: string;
  readonly scored: Scored | null;
  readonly version: Version | null;
}

/** What a cell is: as it is read, and as it is sorted and written to a file; null where there is nothing. */
export interface RunCell {
  readonly text: string | null;
  readonly value: string | number | null;
}

export interface RunColumn {
  readonly name: RunColumnName;
  readonly isNumber: boolean;
  readonly of: (run: Run) => RunCell;
}

const shares = ['sensitivity', 'specificity', 'ppv', 'npv', 'accuracy'] as const;

export const runColumnNames = [
  ...['kind', 'weights', 'line', 'version', 'status', 'registered', 'registeredBy', 'trainedOn', 'centres'],
  ...['n', 'positive', 'auc', 'threshold', 'sensitivity', 'specificity', 'ppv', 'npv', 'accuracy'],
  ...['brier', 'slope', 'intercept', 'ratio', 'patch', 'bag'],
] as const satisfies readonly string[];
export type RunColumnName =
  | 'kind'
  | 'weights'
  | 'line'
  | 'version'
  | 'status'
  | 'registered'
  | 'registeredBy'
  | 'trainedOn'
  | 'centres'
  | 'n'
  | 'positive'
  | 'auc'
  | 'threshold'
  | (typeof shares)[number]
  | 'brier'
  | 'slope'
  | 'intercept'
  | 'ratio'
  | 'patch'
  | 'bag';

/** What the table has until somebody chooses: always with the number of cases and limits beside an area. */
export const usualRunColumns: readonly RunColumnName[] = [
  ...(['kind', 'status', 'registered', 'n', 'positive', 'auc', 'threshold', 'sensitivity', 'specificity'] as const),
  'brier',
];

/** Words that a cell needs beside numbers. */
export interface RunWords {
  readonly kind: (kind: string | null) => string;
  readonly weights: (weights: string) => string;
  readonly status: (status: Version['status']) => string;
  readonly instant: (iso: string) => string;
}

const nothing: RunCell = { text: null, value: null };
const word = (text: string | null | undefined): RunCell => (text ? { text, value: text } : nothing);
const count = (n: number | null | undefined): RunCell =>
  typeof n !== 'number' ? nothing : { text: String(n), value: n };
const measured = (value: number | null | undefined, digits: number): RunCell =>
  typeof value !== 'number' ? nothing : { text: showNumber(value, digits), value };

/** The columns in the order in which they are offered. */
export function runColumns(words: RunWords): readonly RunColumn[] {
  const column = (name: RunColumnName, of: RunColumn['of'], isNumber = true): RunColumn => ({ name, isNumber, of });
  return [
    column('kind', ({ scored }) => word(words.kind(scored?.source.kind ?? null)), false),
    column(
      'weights',
      ({ scored, version }) => word(words.weights(version?.weights ?? scored?.source.weights ?? '')),
      false,
    ),
    column('line', ({ version }) => word(version?.line), false),
    column('version', ({ version }) => count(version?.version)),
    column('status', ({ version }) => (version ? word(words.status(version.status)) : nothing), false),
    column(
      'registered',
      ({ version }) => (version ? { text: words.instant(version.registeredAt), value: version.registeredAt } : nothing),
      false,
    ),
    column('registeredBy', ({ version }) => word(version?.registeredBy), false),
    column('trainedOn', ({ version }) => count(version?.trainedOn?.n)),
    column('centres', ({ version }) => word(version?.trainedOn?.centres.join(', ')), false),
    column('n', ({ scored }) => count(scored?.n)),
    column('positive', ({ scored }) => count(scored?.nPositive)),
    column('auc', ({ scored }) =>
      typeof scored?.auc !== 'number'
        ? nothing
        : { text: showEstimate(scored.auc, scored.aucLower, scored.aucUpper, 3), value: scored.auc },
    ),
    column('threshold', ({ scored, version }) => {
      const threshold = scored?.source.threshold ?? version?.threshold ?? null;
      return threshold === null ? nothing : { text: showThreshold(threshold), value: threshold };
    }),
    ...shares.map((name) =>
      column(name, ({ scored }) => {
        const found = scored?.metrics.find((one) => one.name === name);
        if (typeof found?.value !== 'number') return nothing;
        return {
          text: `${showScore(found.value)} ${showFraction(found.numerator, found.denominator)}`,
          value: found.value,
        };
      }),
    ),
    column('brier', ({ scored }) => measured(scored?.brier, 3)),
    column('slope', ({ scored }) => measured(scored?.slope, 2)),
    column('intercept', ({ scored }) => measured(scored?.intercept, 2)),
    column('ratio', ({ scored }) => measured(scored?.observedToExpected, 2)),
    column('patch', ({ version }) => count(version?.patchPx)),
    column('bag', ({ version }) => word(version?.bagSize.join(' × ')), false),
  ];
}

/** Sources as the API lists them, then the versions that have no score here. */
export function runsOf(
  scored: readonly Scored[],
  versions: readonly Version[],
  nameOf: (source: Scored['source']) => string,
): readonly Run[] {
  const without = versions.filter(({ id }) => !scored.some(({ versionId }) => versionId === id));
  return [
    ...scored.map((one) => ({
      ...{ id: one.source.id, name: nameOf(one.source), scored: one },
      version: versions.find(({ id }) => id === one.versionId) ?? null,
    })),
    ...without.map((version) => ({
      ...{ id: version.id, name: `${version.line} v${version.version}`, scored: null, version },
    })),
  ];
}

/** The columns in which the rows do not all read the same. */
export function differing(columns: readonly RunColumn[], runs: readonly Run[]): readonly RunColumn[] {
  return columns.filter(({ of }) => new Set(runs.map((run) => of(run).text)).size > 1);
}
