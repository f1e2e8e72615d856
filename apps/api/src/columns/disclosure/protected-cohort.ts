import { type CohortFilter, type DayCounts, type DisclosureRule, type SubjectVariable } from '@haim/schema';
import { type Block } from '../block.ts';
import { codesOf } from '../block-cohort.ts';
import { Cohort, type Endpoint, type FollowUpNeeded } from '../cohort.ts';
import {
  type CountOfAll,
  isSmall,
  protectFamily,
  protectParts,
  roundedCount,
  type ShownCount,
  type ShownFamily,
} from './protect-counts.ts';
import { protectedEdges, withoutThinEnds } from './protected-bins.ts';
import { isTooFew, protectTimes } from './protect-times.ts';
import { type Bins } from '../kernels/bins.ts';
import { type ToldValues, toldValues } from './told-quantity.ts';
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

export interface ShownQuantity extends ToldValues {
  readonly known: ShownCount;
  readonly missing: ShownCount;
}

export interface ShownBins {
  /** Of each also the asker's own patients, exactly. */
  readonly bins: readonly (ShownCount & { readonly own: number })[];
  readonly missing: ShownCount;
}

/** Patients of one value of a variable, by classes of another. */
export interface ShownClasses {
  readonly value: string | null;
  readonly n: ShownCount;
  /** In the order of the classes; null where nothing but their sum may be told. */
  readonly by: ShownFamily | null;
}

/** Patients of an arm by their highest grade of a term. */
export interface ShownGrades {
  readonly arm: string | null;
  readonly term: string;
  readonly mild: ShownCount;
  readonly severe: ShownCount;
  readonly any: ShownCount;
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
  readonly #asked: readonly [centres: readonly CentreBlock[], own: readonly number[]];
  /** As it is shown. */
  readonly n: number;
  /** Of every patient, without the filter. */
  readonly total: number;

  constructor(
    centres: readonly CentreBlock[],
    own: readonly number[],
    filter: CohortFilter | null,
    rule: DisclosureRule,
    /** Of a part of a larger whole: as it is shown there. */
    size: number | null = null,
  ) {
    this.#asked = [centres, own];
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
    this.n = size ?? roundedCount(this.#n.n, rule);
    this.total = roundedCount(
      centres.reduce((sum, { block }) => sum + block.rows, 0),
      rule,
    );
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

  /** The patients of one value, who are shown as so many. */
  group(variable: string, value: string, size: number): ProtectedCohort {
    return new ProtectedCohort(...this.#asked, withGroup(this.#filter, variable, value), this.#rule, size);
  }

  /**
   * Patients of each value of `a` by class of their value of `b`. What is told of a value of `a` adds up to what `values`
   * tells of it.
   *
   * @param family - the classes that also count together: see `protectFamily`.
   */
  pairs(
    a: string,
    b: string,
    classes: readonly string[],
    classOf: (value: string | null) => string,
    family: readonly string[],
  ): ShownClasses[] {
    const [all, foreign] = [this.#all.pairs(a, b), this.#foreign.pairs(a, b)];
    return (this.values(a) ?? []).map(({ value, count }) => {
      const of = (pairs: typeof all, wanted: string) =>
        pairs.reduce((sum, pair) => sum + (pair.a === value && classOf(pair.b) === wanted ? pair.n : 0), 0);
      const cells = classes.map((one) => ({ n: of(all, one), foreign: of(foreign, one) }));
      return { value, n: count, by: count.atMost ? null : this.#family(cells, classes, family, count.n) };
    });
  }

  /** The same of everybody. */
  classes(
    b: string,
    classes: readonly string[],
    classOf: (value: string | null) => string,
    family: readonly string[],
  ): ShownFamily | null {
    const [all, foreign] = [this.#all.values(b), this.#foreign.values(b)];
    const of = (counts: typeof all, wanted: string) =>
      counts.reduce((sum, { value, n }) => sum + (classOf(value) === wanted ? n : 0), 0);
    const cells = classes.map((one) => ({ n: of(all, one), foreign: of(foreign, one) }));
    return this.#family(cells, classes, family, this.n);
  }

  /**
   * Patients of each arm and term by their highest grade: 1 or 2, and 3 or more. Single grades are not told: 5 is nearly
   * always of few, and would take the others with it. Terms of few are left out.
   */
  worstGrades(arm: string): ShownGrades[] {
    const [all, foreign] = [this.#all.worstGrades(arm), this.#foreign.worstGrades(arm)];
    const sizes = this.#counts(arm);
    return (this.values(arm) ?? []).flatMap(({ value, count }) => {
      const size = sizes.find((one) => one.value === value);
      if (!size || count.atMost) return [];
      const terms = [...new Set(all.filter((row) => row.arm === value).map(({ term }) => term))];
      return terms.flatMap((term): ShownGrades[] => {
        const of = (rows: typeof all, isSevere: boolean) =>
          rows.reduce(
            (sum, row) => sum + (row.arm === value && row.term === term && row.grade >= 3 === isSevere ? row.n : 0),
            0,
          );
        const [mild, severe] = [false, true].map((is) => ({ n: of(all, is), foreign: of(foreign, is) }));
        if (!mild || !severe) return [];
        const any = { n: mild.n + severe.n, foreign: mild.foreign + severe.foreign };
        if (isSmall(any, this.#rule)) return [];
        const none = { n: size.n - any.n, foreign: size.foreign - any.foreign };
        const shown = this.#family([none, mild, severe], ['0', '1', '3'], ['1', '3'], count.n);
        const [, ofMild, ofSevere] = shown?.cells ?? [];
        return shown && ofMild && ofSevere
          ? [{ arm: value, term, mild: ofMild, severe: ofSevere, any: shown.together }]
          : [];
      });
    });
  }

  /** Of the values themselves no more than `toldValues` permits. */
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
    return known && missing ? { known, missing, ...toldValues(all, foreign, this.#rule) } : null;
  }

  /** Where the bins of a quantity or date begin, for these patients and every part of them; null where too few have a value. */
  edges(variable: Pick<SubjectVariable, 'name' | 'kind' | 'stored'>): Bins | null {
    const [all, foreign] = [this.#all.quantity(variable.name), this.#foreign.quantity(variable.name)];
    const { lowerQuartile, median, upperQuartile } =
      variable.kind === 'date' ? all : toldValues(all, foreign, this.#rule);
    if (foreign.n < this.#rule.minimumAtRisk) return null;
    if (lowerQuartile === null || median === null || upperQuartile === null) return null;
    const { smallestCell } = this.#rule;
    const bins = protectedEdges(variable, { lowerQuartile, median, upperQuartile }, this.n, smallestCell);
    return withoutThinEnds(bins, this.#all.histogram(variable.name, bins, 'all'), 2 * smallestCell);
  }

  /** Patients by bin, and without a value; null where nothing but their sum may be told. */
  histogram(variable: string, bins: Bins): ShownBins | null {
    const [all, foreign] = [this.#all, this.#foreign].map((cohort) => {
      const counts = [...cohort.histogram(variable, bins, 'all')];
      return [...counts, cohort.n - counts.reduce((sum, n) => sum + n, 0)];
    });
    const cells = (all ?? []).map((n, k) => ({ n, foreign: foreign?.[k] ?? 0 }));
    const shown = protectParts(cells, this.n, this.#rule);
    const missing = shown?.at(-1);
    const own = (k: number) => (cells[k]?.n ?? 0) - (cells[k]?.foreign ?? 0);
    return shown && missing
      ? { bins: shown.slice(0, -1).map((count, k) => ({ ...count, own: own(k) })), missing }
      : null;
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

  #family(
    cells: readonly CountOfAll[],
    classes: readonly string[],
    family: readonly string[],
    total: number,
  ): ShownFamily | null {
    return protectFamily(cells, (place) => family.includes(classes[place] ?? ''), total, this.#rule);
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
