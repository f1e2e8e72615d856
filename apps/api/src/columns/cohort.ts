import { type CohortFilter, type DayCounts } from '@haim/schema';
import { type Block } from './block.ts';
import { type BlockCohort, codesOf, cohortOfBlock, numbersOf } from './block-cohort.ts';
import {
  countEvents,
  type EventCounts,
  type EventQuestion,
  type EventRowKey,
  patientsWithEvent,
  type PatientWithEvent,
} from './event-counts.ts';
import { type EventRow, eventRowsOf } from './event-rows.ts';
import { addWorstGrades, GRADES } from './kernels/adverse-events.ts';
import { type Bins, binsOf, calendarBins, decimalsOf } from './kernels/bins.ts';
import { type QuantitySummary, summarise } from './kernels/quantity.ts';
import { tallyTimes, type TimesPart } from './kernels/times.ts';
import { type PageOrder, type PagePlace, pageOf } from './page-of.ts';
import { findRows, idAt, idsOf } from './patient-ids.ts';
import { uniteWords } from './united-words.ts';
import { compareTexts } from './words.ts';

/** null stands for missing. */
export interface ValueCount {
  readonly value: string | null;
  readonly n: number;
}

export interface PairCount {
  readonly a: string | null;
  readonly b: string | null;
  readonly n: number;
}

export interface Endpoint {
  readonly days: string;
  readonly event: string;
  readonly missing: string;
}

export interface GroupedTimes {
  readonly groups: { readonly label: string; readonly times: DayCounts }[];
  /** Patients without a value of the grouping variable. */
  readonly ungrouped: number;
  /** Patients without a time, by reason. */
  readonly missing: ReadonlyMap<string, number>;
  /** Patients with a time who could not have had the minimum follow-up: counted, or left out of every group. */
  readonly short: number;
}

/** Who could not have been followed long enough: whoever started after this day. */
export interface FollowUpNeeded {
  /** As days since 1970. */
  readonly latestStart: number;
  readonly excludes: boolean;
}

/** The values of a quantity in one group of patients. */
export interface CountedValues {
  readonly label: string;
  /** A value that patients of several centres have is listed for each of them. */
  readonly values: Float64Array;
  /** How many patients have each. */
  readonly counts: Uint32Array;
}

export interface WorstGrades {
  readonly arm: string | null;
  readonly term: string;
  readonly grade: number;
  readonly n: number;
}

/** The day from which a recipe that counts from the first HAIC counts. */
const timeZeroDay = 'startedOn';

/**
 * The patients of a handle that match a filter. Every answer is a kernel run over each centre's arrays, once for
 * each, with the centres' separate numberings of words unified.
 */
export class Cohort {
  private readonly parts: readonly BlockCohort[];
  readonly n: number;

  constructor(blocks: readonly Block[], filter: CohortFilter | null) {
    this.parts = blocks.map((block) => cohortOfBlock(block, filter));
    this.n = this.parts.reduce((sum, { n }) => sum + n, 0);
  }

  /**
   * Patients by value under all conditions but those on the variable itself: the counts that choosing another value
   * would give.
   */
  facet(variable: string): ValueCount[] {
    return this.counts(variable, (part) => part.byCodeAlone(variable));
  }

  /** Patients by value, only values that occur, in the order of their names with missing last. */
  values(variable: string): ValueCount[] {
    return this.counts(variable, (part) => part.byCode(variable));
  }

  pairs(a: string, b: string): PairCount[] {
    const [unitedA, unitedB] = [this.unite(a), this.unite(b)];
    const width = unitedB.words.length + 1;
    const counts = new Uint32Array((unitedA.words.length + 1) * width);
    this.parts.forEach((part, i) => {
      const ownWidth = codesOf(part.block, b).words.length + 1;
      part.byTwoCodes(a, b).forEach((n, at) => {
        const row = unitedA.maps[i]?.[Math.floor(at / ownWidth)] ?? 0;
        const column = unitedB.maps[i]?.[at % ownWidth] ?? 0;
        counts[row * width + column] = (counts[row * width + column] ?? 0) + n;
      });
    });
    return [...counts].flatMap((n, at) => {
      const [ofA, ofB] = [unitedA.words[Math.floor(at / width) - 1], unitedB.words[(at % width) - 1]];
      return n > 0 ? [{ a: ofA ?? null, b: ofB ?? null, n }] : [];
    });
  }

  quantity(variable: string): QuantitySummary {
    return summarise(
      this.parts.map((part) => part.tally(variable)),
      this.n,
    );
  }

  /** Bins that hold every known value of these patients: see `binsOf`. Null where no value is known. */
  bins(variable: string): Bins | null {
    const { minimum, median, maximum } = this.quantity(variable);
    if (minimum === null || median === null || maximum === null) return null;
    const decimals = Math.max(...this.parts.map((part) => decimalsOf(part.tally(variable).values)));
    return binsOf({ minimum, median, maximum, decimals });
  }

  /** The same for a date: at most so many bins of whole months. */
  calendarBins(variable: string, most: number): Bins | null {
    const { minimum, maximum } = this.quantity(variable);
    return minimum === null || maximum === null ? null : calendarBins(minimum, maximum, most);
  }

  /**
   * Patients by bin.
   *
   * @param conditions - `others`: under all conditions but those on the variable itself, as `facet`; `all`: in the cohort.
   */
  histogram(variable: string, bins: Bins, conditions: 'others' | 'all'): Uint32Array {
    const counts = new Uint32Array(bins.edges.length - 1);
    for (const part of this.parts) {
      const ofPart = part.byBin(variable, bins, conditions === 'others');
      for (let k = 0; k < counts.length; k++) counts[k] = (counts[k] as number) + (ofPart[k + 1] as number);
    }
    return counts;
  }

  /**
   * The known values of a quantity by group: what tests of groups and their descriptions need of the patients. Groups are
   * in the order of their names; patients without one are left out, and so is a group without a value.
   *
   * @param groupBy - a variable of few values; null: one group, named All.
   */
  samples(variable: string, groupBy: string | null): CountedValues[] {
    const groups = groupBy === null ? null : this.unite(groupBy);
    const names = groups?.words ?? ['All'];
    const found = names.map(() => ({ values: [] as number[], counts: [] as number[] }));
    this.parts.forEach((part, i) => {
      const { distinct, counts } = part.valuesByGroup(variable, groupBy);
      const width = distinct.length + 1;
      for (let at = 0; at < counts.length; at++) {
        const n = counts[at] as number;
        const place = at % width;
        const own = Math.floor(at / width);
        const group = groups ? (groups.maps[i]?.[own] ?? 0) : own;
        const sample = found[group - 1];
        if (n === 0 || place === 0 || !sample) continue;
        sample.values.push(distinct[place - 1] as number);
        sample.counts.push(n);
      }
    });
    return names
      .map((label, g) => ({
        label,
        values: Float64Array.from(found[g]?.values ?? []),
        counts: Uint32Array.from(found[g]?.counts ?? []),
      }))
      .filter(({ values }) => values.length > 0)
      .toSorted((a, b) => compareTexts(a.label, b.label));
  }

  /** The values of several variables, patient by patient in one order: words, numbers, null where one is missing. */
  rows(variables: readonly string[]): (string | number | null)[][] {
    return variables.map((variable) => this.parts.flatMap((part) => part.valuesOf(variable)));
  }

  /** @param groupBy - a variable of few values; null: one group, named All. Groups are in the order of their names. */
  times(endpoint: Endpoint, groupBy: string | null, followUp: FollowUpNeeded | null = null): GroupedTimes {
    const groups = groupBy === null ? null : this.unite(groupBy);
    const reasons = this.unite(endpoint.missing);
    const parts = this.parts.map(({ block, outside }, i): TimesPart => {
      const everybody = { group: new Uint8Array(block.rows), groupOf: Uint32Array.of(1) };
      return {
        outside,
        days: numbersOf(block, endpoint.days).values,
        event: codesOf(block, endpoint.event).codes,
        missing: codesOf(block, endpoint.missing).codes,
        reasonOf: reasons.maps[i] ?? new Uint32Array(1),
        start: followUp && {
          days: numbersOf(block, timeZeroDay).values,
          latest: followUp.latestStart,
          excludes: followUp.excludes,
        },
        ...(groupBy === null || !groups
          ? everybody
          : { group: codesOf(block, groupBy).codes, groupOf: groups.maps[i] ?? new Uint32Array(1) }),
      };
    });
    const names = groups?.words ?? ['All'];
    const tally = tallyTimes(parts, names.length, reasons.words.length);
    return {
      groups: tally.groups
        .map(({ group, times }) => ({ label: names[group - 1] ?? '', times }))
        .toSorted((x, y) => compareTexts(x.label, y.label)),
      ungrouped: tally.ungrouped,
      short: tally.late,
      missing: new Map(reasons.words.map((word, k) => [word, tally.reasons[k + 1] ?? 0])),
    };
  }

  /** Patients by arm, term and the highest grade that each has of it; by arm, then term, then grade. */
  worstGrades(arm: string): WorstGrades[] {
    const arms = this.unite(arm);
    const terms = uniteWords(this.parts.map(({ block }) => block.events.words));
    const counts = new Uint32Array((arms.words.length + 1) * (terms.words.length + 1) * GRADES);
    this.parts.forEach(({ block, outside }, i) => {
      const [armOf, termOf] = [arms.maps[i], terms.maps[i]];
      if (armOf && termOf) {
        addWorstGrades(block.events, codesOf(block, arm).codes, armOf, termOf, terms.words.length + 1, outside, counts);
      }
    });
    return [...counts]
      .flatMap((n, at): WorstGrades[] => {
        const pair = Math.floor(at / GRADES);
        const term = terms.words[(pair % (terms.words.length + 1)) - 1];
        const name = arms.words[Math.floor(pair / (terms.words.length + 1)) - 1] ?? null;
        return n > 0 && term !== undefined ? [{ arm: name, term, grade: (at % GRADES) + 1, n }] : [];
      })
      .toSorted((x, y) => compareValues(x.arm, y.arm) || compareTexts(x.term, y.term) || x.grade - y.grade);
  }

  /** Patients and events by term, class and what is said of them, in each group. */
  eventCounts(question: EventQuestion): EventCounts {
    return countEvents(this.parts, question);
  }

  /** The patients and their events one by one, without code or id: what `eventCounts` is made of. */
  eventRows(question: EventQuestion): EventRow[] {
    return eventRowsOf(this.parts, question);
  }

  /** The terms of adverse events as they are stored, of every patient of these centres. */
  eventTexts(): string[] {
    return [...new Set(this.parts.flatMap(({ block }) => block.records.words))];
  }

  /** The patients behind one number of `eventCounts`, by code. */
  withEvent(
    question: EventQuestion,
    group: string | null,
    isWanted: (key: EventRowKey) => boolean,
  ): PatientWithEvent[] {
    return patientsWithEvent(this.parts, question, group, isWanted);
  }

  /** Those of these patients who belong to the cohort. */
  among(patientIds: readonly string[]): ReadonlySet<string> {
    const wanted = [...new Set(patientIds)];
    const ids = idsOf(wanted);
    return new Set(
      this.parts.flatMap(({ block, outside }) => {
        const rows = findRows(block.ids, ids);
        return wanted.filter((_, i) => rows[i] !== -1 && outside.by[rows[i] as number] === 0);
      }),
    );
  }

  /** In no order that means anything. */
  patientIds(): string[] {
    return this.parts.flatMap(({ block, outside }) => Array.from(outside.rows, (row) => idAt(block.ids, row)));
  }

  /** The first patients in an order, after the last of the previous page. */
  page(order: PageOrder): PagePlace[] {
    return pageOf(this.parts, order);
  }

  /** Patients by the rule that they break, in the order of the rules; one patient may break several. */
  contradictions(): Uint32Array {
    const counts = new Uint32Array(8);
    for (const part of this.parts) part.byRule().forEach((n, bit) => (counts[bit] = (counts[bit] ?? 0) + n));
    return counts;
  }

  private counts(variable: string, countsOf: (part: BlockCohort) => Uint32Array): ValueCount[] {
    const { words, maps } = this.unite(variable);
    const counts = new Uint32Array(words.length + 1);
    this.parts.forEach((part, i) => {
      countsOf(part).forEach((n, code) => {
        const united = maps[i]?.[code] ?? 0;
        counts[united] = (counts[united] ?? 0) + n;
      });
    });
    return [...counts]
      .flatMap((n, code): ValueCount[] => (n > 0 ? [{ value: words[code - 1] ?? null, n }] : []))
      .toSorted((x, y) => compareValues(x.value, y.value));
  }

  private unite(variable: string) {
    return uniteWords(this.parts.map(({ block }) => codesOf(block, variable).words));
  }
}

/** Missing last. */
function compareValues(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a, b);
}
