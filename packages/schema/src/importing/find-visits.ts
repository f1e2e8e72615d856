import { type LookedColumn } from './look.ts';

/** One moment of a patient that a file has in columns of its own: the baseline, visit 2, month 3. */
export interface Occasion {
  readonly kind: 'baseline' | 'visit' | 'day' | 'week' | 'month' | 'year';
  /** 0 at the baseline. */
  readonly number: number;
}

/** What is asked at each occasion: `afp` of afp_baseline, afp_m3 and afp_m6. */
export interface VisitStem {
  readonly stem: string;
  /** By occasion; null where the file has no column of it. */
  readonly columns: readonly (LookedColumn | null)[];
}

/** Columns of a table that are the same at several occasions, one patient a row. */
export interface FoundVisits {
  /** In their order. */
  readonly occasions: readonly Occasion[];
  readonly stems: readonly VisitStem[];
  /** Whether a name says what its number is; bare numbers at its end may be of anything: CD4 and CD8, question 1 and 2. */
  readonly isNamed: boolean;
}

const [BEFORE, AFTER] = ['(?<![\\p{L}\\d])', '(?![\\p{L}\\d])'] as const;
const baselines = 'baseline|basal|base|bl|screening|scr|pre';
const visits =
  'visit|vis|v|follow[ _]?up|fup|fu|cycle|cyc|c|course|haic|tace|scan|image|imaging|assessment|exam|time|tp|t|no|nr';
const units: readonly (readonly [Occasion['kind'], latin: string, chinese: string])[] = [
  ['month', 'months|month|mon|mo|m', '个月|月'],
  ['week', 'weeks|week|wks|wk|w', '周'],
  ['day', 'days|day|d', '天|日'],
  ['year', 'years|year|yrs|yr|y', '年'],
];

/** How names say an occasion, the plainest first. What they match goes, and what is left is the stem. */
const ways: readonly (readonly [Occasion['kind'], RegExp])[] = [
  ['baseline', new RegExp(`${BEFORE}(?:${baselines})${AFTER}`, 'u')],
  ['baseline', /基线(?:时)?|(?:术|治疗)前/u],
  ...units.flatMap(([kind, latin, chinese]): [Occasion['kind'], RegExp][] => [
    [kind, new RegExp(`${BEFORE}(?:${latin})[ _.-]?(\\d{1,3})${AFTER}`, 'u')],
    [kind, new RegExp(`${BEFORE}(\\d{1,3})[ _.-]?(?:${latin})${AFTER}`, 'u')],
    [kind, new RegExp(`(?:(?:术|治疗)?后)?第?(\\d{1,3})(?:${chinese})`, 'u')],
  ]),
  ['visit', new RegExp(`${BEFORE}(?:${visits})[ _.-]?(\\d{1,2})${AFTER}`, 'u')],
  ['visit', /第(\d{1,2})(?:次|个?周期|疗程)(?:的|随访|访视|复查|治疗|检查)?/u],
  ['visit', /(?:随访|访视|复查|周期|疗程|haic|tace)[ _.-]?(\d{1,2})/u],
];
const bare = /(?<=\p{L})[ _.-]?(\d{1,2})$/u;

/** The occasion that a heading names, and what it is without it. */
export function occasionIn(heading: string): { occasion: Occasion; stem: string; isNamed: boolean } | null {
  const plain = heading
    .normalize('NFKC')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
  for (const [kind, way] of [...ways, ['visit', bare] as const]) {
    const found = way.exec(plain);
    if (!found) continue;
    const rest = `${plain.slice(0, found.index)} ${plain.slice(found.index + found[0].length)}`;
    const stem = rest.replaceAll(/[\s_.\-–—:：]+/g, ' ').trim();
    return stem === '' ? null : { occasion: { kind, number: Number(found[1] ?? 0) }, stem, isNamed: way !== bare };
  }
  return null;
}

const DAYS: Readonly<Record<Occasion['kind'], number>> = { baseline: 0, visit: 1, day: 1, week: 7, month: 30, year: 365 }; // prettier-ignore

/**
 * Columns that are beside each other what a form with several records has one below the other. Only a file that has
 * something at two occasions or more, of one way of counting, has visits: `ca19_9` alone has not.
 */
export function findVisits(columns: readonly LookedColumn[]): FoundVisits | null {
  const named = columns.flatMap((column) => {
    const found = column.name === '' ? null : occasionIn(column.name);
    return found ? [{ column, ...found }] : [];
  });
  const kinds = new Map<Occasion['kind'], number>();
  for (const { occasion } of named) kinds.set(occasion.kind, (kinds.get(occasion.kind) ?? 0) + 1);
  const [kind] = [...kinds].filter(([of]) => of !== 'baseline').toSorted(([, a], [, b]) => b - a)[0] ?? [];
  if (kind === undefined) return null;
  const ofKind = named.filter(({ occasion }) => occasion.kind === kind || occasion.kind === 'baseline');
  const byStem = new Map<string, typeof ofKind>();
  for (const one of ofKind) byStem.set(one.stem, [...(byStem.get(one.stem) ?? []), one]);
  const repeated = [...byStem].filter(
    ([, of]) => of.some(({ occasion }) => occasion.kind === kind) && occasionsOf(of).length > 1,
  );
  const whole = repeated.flatMap(([, of]) => of);
  const occasions = occasionsOf(whole);
  if (repeated.length === 0) return null;
  return {
    occasions,
    isNamed: whole.some(({ isNamed }) => isNamed),
    stems: repeated.map(([stem, of]) => ({
      stem,
      columns: occasions.map((one) => of.find(({ occasion }) => isSame(occasion, one))?.column ?? null),
    })),
  };
}

function occasionsOf(named: readonly { readonly occasion: Occasion }[]): Occasion[] {
  const found: Occasion[] = [];
  for (const { occasion } of named) if (!found.some((one) => isSame(one, occasion))) found.push(occasion);
  return found.toSorted((a, b) => a.number * DAYS[a.kind] - b.number * DAYS[b.kind]);
}

function isSame(one: Occasion, other: Occasion): boolean {
  return one.kind === other.kind && one.number === other.number;
}
