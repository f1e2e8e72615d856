import { type CohortFilter, type DayCounts, type DisclosureRule } from '@haim/schema';
import { type Block } from '../block.ts';
import { codesOf } from '../block-cohort.ts';
import { Cohort, type Endpoint, type FollowUpNeeded } from '../cohort.ts';
import { type CountOfAll, isSmall, protectParts, roundedCount, type ShownCount, toFigures } from './protect-counts.ts';
import { isTooFew, protectTimes } from './protect-times.ts';
import { uniteWords } from '../united-words.ts';
import { compareTexts } from '../words.ts';

/** One centre of a release; its rows are never given on. */
export interface CentreBlock {
  readonly centreId: number;
  readonly block: Block;
}

export interface ShownValue {
  /** null stands for missing. */
  readonly value: string | null;
  readonly count: ShownCount;
}

export interface ShownQuantity {
  readonly known: ShownCount;
  readonly missing: ShownCount;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
}

export interface ShownTimes {
  readonly groups: { readonly label: string; readonly times: DayCounts }[];
  /** Groups that have too few patients, events or centres for a curve. */
  readonly withheld: readonly string[];
  /** Patients whom no group counts; null where not even a bound may be told. */
  readonly dropped: ShownCount | null;
  /** Patients whose minimum follow-up the data cut-off did not allow, as parts of all. */
  readonly short: ShownCount | null;
}

/** Of values themselves no more than this is told. */
const figures = 2;

/**
 * The patients of all centres that match a filter, for somebody who may read some of the centres. Whatever this room
 * tells about them is a protected number: there is no row, no id and no exact count of other centres behind its methods.
 */
export class ProtectedCohort {
  readonly #all: Cohort;
  readonly #foreign: Cohort;
  readonly #centres: readonly { readonly block: Block; readonly isOwn: boolean }[];
  readonly #rule: DisclosureRule;
  readonly #n: CountOfAll;
  readonly #filter: CohortFilter | null;
  /** Of every patient, without the filter. */
  readonly total: number;

  constructor(
    centres: readonly CentreBlock[],
    own: readonly number[],
    filter: CohortFilter | null,
    rule: DisclosureRule,
  ) {
    const foreign = centres.filter(({ centreId }) => !own.includes(centreId)).map(({ block }) => block);
    this.#centres = centres.map(({ centreId, block }) => ({ block, isOwn: own.includes(centreId) }));
    this.#all = new Cohort(
      centres.map(({ block }) => block),
      filter,
    );
    this.#foreign = new Cohort(foreign, filter);
    this.#rule = rule;
    this.#filter = filter;
    this.#n = { n: this.#all.n, foreign: this.#foreign.n };
    this.total = roundedCount(
      centres.reduce((sum, { block }) => sum + block.rows, 0),
      rule,
    );
  }

  get n(): number {
    return roundedCount(this.#n.n, this.#rule);
  }

  /** Whether too few patients or centres are behind any number of this cohort. */
  isTooFew(): boolean {
    return this.#n.foreign < this.#rule.minimumAtRisk || !this.#hasEnoughCentres(this.#filter);
  }

  /** The values of a variable with enough patients of other centres: those whose group is answered about. */
  groupsOf(variable: string): string[] {
    return this.#counts(variable).flatMap(({ value, ...count }) =>
      value === null || isSmall(count, this.#rule) ? [] : [value],
    );
  }

  /** Patients by value, missing last; null where nothing but their sum may be told. */
  values(variable: string): ShownValue[] | null {
    return this.#shown(this.#counts(variable), this.n);
  }

  /**
   * Patients of each value of `a` by class of their value of `b`. What is told of a value of `a` adds up to what `values`
   * tells of it.
   */
  pairs(
    a: string,
    b: string,
    classes: readonly string[],
    classOf: (value: string | null) => string,
  ): { readonly value: string | null; readonly n: ShownCount; readonly by: ShownValue[] | null }[] {
    const [all, foreign] = [this.#all.pairs(a, b), this.#foreign.pairs(a, b)];
    return (this.values(a) ?? []).map(({ value, count }) => {
      const of = (pairs: typeof all, wanted: string) =>
        pairs.reduce((sum, pair) => sum + (pair.a === value && classOf(pair.b) === wanted ? pair.n : 0), 0);
      const cells = classes.map((one) => ({ value: one, n: of(all, one), foreign: of(foreign, one) }));
      return { value, n: count, by: count.atMost ? null : this.#shown(cells, count.n) };
    });
  }

  /** Patients of each arm and term by their highest grade, 0 for those without the term. Terms of few are left out. */
  worstGrades(arm: string): { readonly arm: string | null; readonly term: string; readonly by: ShownValue[] }[] {
    const [all, foreign] = [this.#all.worstGrades(arm), this.#foreign.worstGrades(arm)];
    const sizes = this.#counts(arm);
    return (this.values(arm) ?? []).flatMap(({ value, count }) => {
      const size = sizes.find((one) => one.value === value);
      if (!size || count.atMost) return [];
      const terms = [...new Set(all.filter((row) => row.arm === value).map(({ term }) => term))];
      return terms.flatMap((term) => {
        const of = (rows: typeof all, grade: number) =>
          rows.find((row) => row.arm === value && row.term === term && row.grade === grade)?.n ?? 0;
        const graded = [1, 2, 3, 4, 5].map((grade) => ({
          value: String(grade),
          n: of(all, grade),
          foreign: of(foreign, grade),
        }));
        const sum = (key: 'n' | 'foreign') => graded.reduce((total, cell) => total + cell[key], 0);
        const any = { n: sum('n'), foreign: sum('foreign') };
        if (isSmall(any, this.#rule)) return [];
        const none = { value: '0', n: size.n - any.n, foreign: size.foreign - any.foreign };
        const by = this.#shown([...graded, none], count.n);
        return by === null ? [] : [{ arm: value, term, by }];
      });
    });
  }

  /** Of the values themselves two figures, and neither the least nor the greatest, which are somebody's. */
  quantity(variable: string): ShownQuantity | null {
    const [all, foreign] = [this.#all.quantity(variable), this.#foreign.quantity(variable)];
    const parts = protectParts(
      [
        { n: all.n, foreign: foreign.n },
        { n: all.missing, foreign: foreign.missing },
      ],
      this.n,
      this.#rule,
    );
    const [known, missing] = parts ?? [];
    if (!known || !missing) return null;
    const isTold = foreign.n >= this.#rule.minimumAtRisk;
    const told = (value: number | null) => (isTold ? toFigures(value, figures) : null);
    const { mean, standardDeviation, lowerQuartile, median, upperQuartile } = all;
    return {
      known,
      missing,
      mean: told(mean),
      standardDeviation: told(standardDeviation),
      lowerQuartile: told(lowerQuartile),
      median: told(median),
      upperQuartile: told(upperQuartile),
    };
  }

  /**
   * Times by group, on the grid and as midpoints.
   *
   * @param monthDays - days of a month of the study.
   * @param followUp - whom the data cut-off leaves too short a follow-up.
   */
  times(endpoint: Endpoint, groupBy: string | null, monthDays: number, followUp: FollowUpNeeded | null): ShownTimes {
    const [all, foreign] = [
      this.#all.times(endpoint, groupBy, followUp),
      this.#foreign.times(endpoint, groupBy, followUp),
    ];
    const none: DayCounts = { days: [], events: [], censored: [] };
    const of = (label: string) => foreign.groups.find((group) => group.label === label)?.times ?? none;
    const isWithheld = ({ label }: { label: string }) =>
      isTooFew(of(label), this.#rule) || !this.#hasEnoughCentres(this.#groupFilter(groupBy, label));
    const [counted, countedForeign] = [patientsIn(all.groups), patientsIn(foreign.groups)];
    const parts = (some: number, someForeign: number) =>
      protectParts(
        [
          { n: some, foreign: someForeign },
          { n: this.#n.n - some, foreign: this.#n.foreign - someForeign },
        ],
        this.n,
        this.#rule,
      );
    return {
      groups: all.groups
        .filter((group) => !isWithheld(group))
        .map(({ label, times }) => ({ label, times: protectTimes(times, this.#rule, monthDays) })),
      withheld: all.groups.filter(isWithheld).map(({ label }) => label),
      dropped: parts(counted, countedForeign)?.[1] ?? null,
      short: followUp ? (parts(all.short, foreign.short)?.[0] ?? null) : null,
    };
  }

  /** Every value that the variable may have, nobody's too: which of them occur would tell of one patient. */
  #counts(variable: string): (CountOfAll & { readonly value: string | null })[] {
    const [all, foreign] = [this.#all.values(variable), this.#foreign.values(variable)];
    const of = (counts: typeof all, wanted: string | null) => counts.find(({ value }) => value === wanted)?.n ?? 0;
    return [...this.#valuesOf(variable), null].map((value) => ({
      value,
      n: of(all, value),
      foreign: of(foreign, value),
    }));
  }

  #valuesOf(variable: string): string[] {
    const { words } = uniteWords(this.#centres.map(({ block }) => codesOf(block, variable).words));
    return words.toSorted(compareTexts);
  }

  #shown(cells: readonly (CountOfAll & { readonly value: string | null })[], total: number): ShownValue[] | null {
    const shown = protectParts(cells, total, this.#rule);
    return shown && cells.map(({ value }, i) => ({ value, count: shown[i] ?? { n: 0, atMost: true } }));
  }

  #groupFilter(groupBy: string | null, label: string): CohortFilter | null {
    return groupBy === null ? this.#filter : withGroup(this.#filter, groupBy, label);
  }

  #hasEnoughCentres(filter: CohortFilter | null): boolean {
    const contributing = this.#centres.filter(({ block }) => new Cohort([block], filter).n > 0);
    return contributing.length >= this.#rule.minimumCentres && contributing.some(({ isOwn }) => !isOwn);
  }
}

/** A group of a selection, as a selection. */
export function withGroup(filter: CohortFilter | null, variable: string, value: string): CohortFilter {
  const group = { variable, in: [value] };
  return filter === null ? group : { and: [filter, group] };
}

function patientsIn(groups: readonly { readonly times: DayCounts }[]): number {
  return groups.reduce(
    (sum, { times }) =>
      sum + Array.from(times.events).reduce((n, events, i) => n + events + (times.censored[i] ?? 0), 0),
    0,
  );
}
