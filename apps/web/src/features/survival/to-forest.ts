import { type SurvivalSubgroupsQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type ForestLine } from '@/charts/forest-chart-data.ts';
import { missing, showInterval, showMeasured, showNumber, showP } from '@/numbers/show.ts';

export type Subgroups = SurvivalSubgroupsQuery['survivalSubgroups'];
export type SubgroupRow = Subgroups['variables'][number]['rows'][number];

export interface ForestWords {
  readonly everybody: string;
  readonly variable: (name: string) => string;
  readonly value: (variable: string, value: string) => string;
  /** Of a part of a quantity, with its unit. */
  readonly from: (variable: string, value: string) => string;
  readonly below: (variable: string, value: string) => string;
  readonly between: (variable: string, from: string, below: string) => string;
  readonly spoken: (line: { name: string; reference: string; comparison: string; ratio: string }) => string;
  readonly spokenVariable: (line: { name: string; p: string }) => string;
}

/** Everybody, then each variable with its subgroups. */
export function forestLines({ all, variables }: Subgroups, words: ForestWords): ForestLine[] {
  if (!all) return [];
  return [
    lineOf(all, 'all', 'all', words.everybody, words.everybody, words),
    ...variables
      .filter(({ rows }) => rows.length > 0)
      .flatMap(({ variable, rows, interaction }): ForestLine[] => {
        const name = words.variable(variable);
        return [
          {
            id: variable,
            kind: 'heading',
            name,
            sides: null,
            events: 0,
            ratio: null,
            ratioText: '',
            interaction: showP(interaction.pValue),
            spoken: words.spokenVariable({ name, p: showP(interaction.pValue) }),
          },
          ...rows.map((row, i) => {
            const own = partName(variable, row, words);
            return lineOf(row, `${variable} ${i}`, 'subgroup', own, `${name}: ${own}`, words);
          }),
        ];
      }),
  ];
}

function lineOf(
  { sides, ratio }: SubgroupRow,
  id: string,
  kind: 'all' | 'subgroup',
  name: string,
  fullName: string,
  words: ForestWords,
): ForestLine {
  const [reference = '', comparison = ''] = sides.map(({ n, events }) => `${events}/${n}`);
  const known = limitsOf(ratio);
  const ratioText = known ? `${showNumber(known.estimate, 2)} (${showInterval(known.lower, known.upper, 2)})` : missing;
  return {
    id,
    kind,
    name,
    sides: [reference, comparison],
    events: sides.reduce((sum, { events }) => sum + events, 0),
    ratio: known,
    ratioText,
    interaction: null,
    spoken: words.spoken({ name: fullName, reference, comparison, ratio: ratioText }),
  };
}

function limitsOf(ratio: SubgroupRow['ratio']): ForestLine['ratio'] {
  const [estimate, lower, upper] = [ratio?.hazardRatio ?? null, ratio?.lower ?? null, ratio?.upper ?? null];
  return estimate !== null && lower !== null && upper !== null && lower > 0 ? { estimate, lower, upper } : null;
}

/** A value, or the range of a part of a quantity. */
export function partName(variable: string, { value, from, below }: SubgroupRow, words: ForestWords): string {
  if (typeof value === 'string') return words.value(variable, value);
  const [low, high] = [from, below].map((end) => (typeof end === 'number' ? showMeasured(end) : null));
  if (low && high) return words.between(variable, low, high);
  if (low) return words.from(variable, low);
  return high ? words.below(variable, high) : words.everybody;
}

/** Every line in full precision: the table beside the picture and the CSV file. */
export function forestTable(
  { all, variables, reference, comparison }: Subgroups,
  words: ForestWords,
  headings: Readonly<Record<'variable' | 'subgroup' | 'ratio' | 'lower' | 'upper' | 'p' | 'interaction', string>> & {
    readonly n: (group: string) => string;
    readonly events: (group: string) => string;
    readonly group: (value: string) => string;
  },
): FigureRows {
  const [first, second] = [headings.group(reference ?? ''), headings.group(comparison ?? '')];
  const cells = ({ sides, ratio }: SubgroupRow) => [
    ...sides.flatMap(({ n, events }) => [n, events]),
    ratio?.hazardRatio ?? null,
    ratio?.lower ?? null,
    ratio?.upper ?? null,
    ratio?.pValue ?? null,
  ];
  return {
    columns: [
      { file: 'variable', header: headings.variable },
      { file: 'subgroup', header: headings.subgroup },
      { file: `n ${reference ?? ''}`, header: headings.n(first) },
      { file: `events ${reference ?? ''}`, header: headings.events(first) },
      { file: `n ${comparison ?? ''}`, header: headings.n(second) },
      { file: `events ${comparison ?? ''}`, header: headings.events(second) },
      { file: 'hazard_ratio', header: headings.ratio, decimals: 3 },
      { file: 'lower', header: headings.lower, decimals: 3 },
      { file: 'upper', header: headings.upper, decimals: 3 },
      { file: 'p', header: headings.p, significant: 3 },
      { file: 'p_interaction', header: headings.interaction, significant: 3 },
    ],
    rows: [
      ...(all ? [[words.everybody, null, ...cells(all), null]] : []),
      ...variables.flatMap(({ variable, rows, interaction }) =>
        rows.map((row, i) => [
          words.variable(variable),
          partName(variable, row, words),
          ...cells(row),
          i === 0 ? (interaction.pValue ?? null) : null,
        ]),
      ),
    ],
  };
}
