import { ctcaeTermOf, type Label, type OrganClass, organClassOf } from '@haim/schema';
import { compareRisks } from '@haim/stats';
import {
  type Attribution,
  attributions,
  type EventCell,
  type EventCounts,
  type EventFact,
  type EventRowKey,
  type ShownCount,
  type ShownGrades,
  toFigures,
} from '../../../columns/index.ts';
import { type ShownWorst } from '../../cohort/index.ts';

/** A number of patients and, where it is not a bound, the share of its group that it is. */
export interface SafetyCount {
  readonly n: number;
  readonly atMost: boolean;
  readonly share: number | null;
  /** Records, of which a patient may have several; null where that is not told. */
  readonly events: number | null;
}

/** In days from time zero. */
export interface OnsetDays {
  /** Patients of whom the day of the first event is known. */
  readonly n: number;
  readonly median: number;
  readonly shortest: number;
  readonly longest: number;
}

export interface SafetyCell {
  readonly anyGrade: SafetyCount;
  readonly gradeThreeOrMore: SafetyCount;
  readonly onset: OnsetDays | null;
}

export interface RiskDifference {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SafetyRow {
  readonly id: string;
  readonly kind: EventRowKey['kind'];
  /** What an overview row counts; the class or term by its key in the others. */
  readonly key: string;
  readonly label: Label;
  readonly organClass: string | null;
  /** In the order of the groups. */
  readonly cells: readonly SafetyCell[];
  readonly anyDifference: RiskDifference | null;
  readonly severeDifference: RiskDifference | null;
  /** Events of which nobody said whether the row applies; null where the question is not asked. */
  readonly notStated: number | null;
}

/** Which two groups are compared, as places among the groups. */
export interface ComparedGroups {
  readonly reference: number;
  readonly comparison: number;
}

/** The term of CTCAE that a stored text names, by its English name. */
export function termOf(text: string): { readonly term: string; readonly organClass: string | null } {
  const known = ctcaeTermOf(text);
  return known ? { term: known.name.en, organClass: known.organClass } : { term: text, organClass: null };
}

/** Rows of exact counts. */
export function rowsOf({ groups, rows }: EventCounts, compared: ComparedGroups | null): SafetyRow[] {
  const events = (fact: EventFact | 'any'): number => {
    const row = rows.find(({ key }) => key.kind === 'fact' && key.fact === fact);
    return (row?.cells ?? []).reduce((total, cell) => total + sum(cell.events), 0);
  };
  return rows
    .filter(({ key }) => key.kind !== 'fact' || !isKnownness(key.fact))
    .map(({ key, cells }) => {
      const counted = cells.map((cell, i) => cellOf(cell, groups[i]?.n ?? 0));
      const sizes = groups.map(({ n }) => ({ n, atMost: false }));
      const knownBy = key.kind === 'fact' ? knownnessOf(key.fact) : null;
      return {
        ...nameOf(key),
        cells: counted,
        ...differences(counted, sizes, compared),
        notStated: knownBy === null ? null : Math.max(0, events('any') - events(knownBy)),
      };
    });
}

/** Events that nobody judged in this respect, of the whole cohort. */
export function unjudgedEvents(counts: EventCounts, cause: Attribution): number {
  const rows = rowsOf(counts, null);
  return rows.find(({ key }) => key === `related ${cause}`)?.notStated ?? 0;
}

/**
 * Rows of protected numbers: any event, and terms. Sums over the terms of a class would add one more number about the same
 * patients.
 */
export function protectedRowsOf(
  groups: readonly { readonly value: string | null; readonly count: ShownCount }[],
  worst: readonly ShownWorst[],
  shown: readonly ShownGrades[],
  compared: ComparedGroups | null,
): SafetyRow[] {
  const sizes = groups.map(({ count }) => count);
  const rowOf = (key: EventRowKey, of: readonly Pick<ShownGrades, 'arm' | 'any' | 'severe'>[]): SafetyRow => {
    const cells = groups.map(({ value, count }): SafetyCell => {
      const found = of.find(({ arm }) => arm === value);
      if (!found) return { anyGrade: nobody, gradeThreeOrMore: nobody, onset: null };
      return { anyGrade: shownCount(found.any, count), gradeThreeOrMore: shownCount(found.severe, count), onset: null };
    });
    const { anyDifference, severeDifference } = differences(cells, sizes, compared);
    return {
      ...nameOf(key),
      cells,
      anyDifference: inFigures(anyDifference),
      severeDifference: inFigures(severeDifference),
      notStated: null,
    };
  };
  const terms = [...Map.groupBy(shown, ({ term }) => term)].map(([text, ofTerm]) => {
    const { term, organClass } = termOf(text);
    const key: EventRowKey = organClass === null ? { kind: 'text', text } : { kind: 'term', term, organClass };
    // Two stored texts may name one term.
    return { ...rowOf(key, ofTerm), id: `${key.kind}:${text}` };
  });
  return [...(worst.length > 0 ? [rowOf({ kind: 'fact', fact: 'any' }, worst)] : []), ...terms];
}

const nobody: SafetyCount = { n: 0, atMost: true, share: null, events: null };

function shownCount({ n, atMost: isBound }: ShownCount, of: ShownCount): SafetyCount {
  const atMost = isBound || of.atMost || n > of.n;
  return { n, atMost, share: atMost || of.n === 0 ? null : n / of.n, events: null };
}

function cellOf({ patients, events, onsetDays }: EventCell, of: number): SafetyCell {
  const counted = (from: number): SafetyCount => {
    const n = sum(patients.slice(from - 1));
    return { n, atMost: false, share: of === 0 ? null : n / of, events: sum(events.slice(from - 1)) };
  };
  return { anyGrade: counted(1), gradeThreeOrMore: counted(3), onset: onsetOf(onsetDays) };
}

/** @param ascending - days. The median of an even number is the mean of the middle two. */
export function onsetOf(ascending: readonly number[]): OnsetDays | null {
  const n = ascending.length;
  const [shortest, longest] = [ascending[0], ascending[n - 1]];
  const [low, high] = [ascending[Math.floor((n - 1) / 2)], ascending[Math.floor(n / 2)]];
  if (shortest === undefined || longest === undefined || low === undefined || high === undefined) return null;
  return { n, median: (low + high) / 2, shortest, longest };
}

function differences(
  cells: readonly SafetyCell[],
  sizes: readonly ShownCount[],
  compared: ComparedGroups | null,
): Pick<SafetyRow, 'anyDifference' | 'severeDifference'> {
  const difference = (counts: readonly SafetyCount[]): RiskDifference | null => {
    if (!compared) return null;
    const [reference, comparison] = [compared.reference, compared.comparison].map((place) => {
      const [count, size] = [counts[place], sizes[place]];
      return !count || !size || count.share === null ? null : { successes: count.n, n: size.n };
    });
    return reference && comparison ? compareRisks(reference, comparison).riskDifference : null;
  };
  return {
    anyDifference: difference(cells.map(({ anyGrade }) => anyGrade)),
    severeDifference: difference(cells.map(({ gradeThreeOrMore }) => gradeThreeOrMore)),
  };
}

/** Two figures: it is made of rounded counts. */
function inFigures(difference: RiskDifference | null): RiskDifference | null {
  if (difference === null) return null;
  const { estimate, lower, upper } = difference;
  return { estimate: toFigures(estimate, 2), lower: toFigures(lower, 2), upper: toFigures(upper, 2) };
}

/** `SafetyRow.id` of a row. */
export function rowIdOf(key: EventRowKey): string {
  return nameOf(key).id;
}

function nameOf(key: EventRowKey): Pick<SafetyRow, 'id' | 'kind' | 'key' | 'label' | 'organClass'> {
  const named = (name: string, label: Label, organClass: string | null = null) => ({
    id: `${key.kind}:${name}`,
    kind: key.kind,
    key: name,
    label,
    organClass,
  });
  switch (key.kind) {
    case 'fact':
      return named(key.fact, inEveryLanguage(key.fact));
    case 'total':
      return named('total', inEveryLanguage('total'));
    case 'class':
      return named(key.organClass, organClassOf({ organClass: key.organClass as OrganClass }), key.organClass);
    case 'term':
      return named(key.term, ctcaeTermOf(key.term)?.name ?? inEveryLanguage(key.term), key.organClass);
    case 'text':
      return named(key.text, inEveryLanguage(key.text));
  }
}

const inEveryLanguage = (word: string): Label => ({ en: word, zh: word });

function isKnownness(fact: string): boolean {
  return fact.startsWith('judged ') || fact.endsWith(' known');
}

/** The fact that says whether anybody said so. */
function knownnessOf(fact: EventFact | 'any' | 'treatment'): EventFact | null {
  if (fact === 'serious') return 'seriousness known';
  if (fact.startsWith('outcome ')) return 'outcome known';
  if (fact.startsWith('action ')) return 'action known';
  const cause = attributions.find((one) => fact === `related ${one}`);
  return cause ? `judged ${cause}` : null;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
