import {
  allOf,
  type CohortFilter,
  ineligible,
  isOfStudy,
  parseFilter,
  populationFilter,
  type SubjectVariable,
  variablesOf,
} from '@haim/schema';
import { badInput } from '../context/portal-error.ts';
import { type Block, columnOfBlock } from './block.ts';
import { Cohort, type ValueCount } from './cohort.ts';
import { numbersOf } from './block-cohort.ts';
import { textAt, valueAt } from './column.ts';
import { type CountedPopulation, everybody } from './counted-population.ts';
import { type FrozenState } from './frozen.ts';
import { Slices } from './in-slices.ts';
import { ranksOf } from './kernels/ranks.ts';
import { findRows, idsOf } from './patient-ids.ts';
import { type SavedCohorts } from './saved-cohorts.ts';

/** The patients whom an analysis does not count. */
export interface LeftOut {
  readonly n: number;
  /** By the first criterion that each does not meet. */
  readonly reasons: readonly ValueCount[];
}

/** One patient's row. */
export interface SubjectRow {
  readonly id: string;
  readonly code: string;
  /** A bit for each rule that the patient's records break. */
  readonly contradictions: number;
  /** A word, a number, or null where it is missing. */
  value(variable: string): string | number | null;
  /** The word of a category or a flag. */
  word(variable: string): string | null;
}

const serials = new WeakMap<Block, number>();
let lastSerial = 0;

/** A number of its own for each block, for as long as the process lives. */
function serialOf(block: Block): number {
  const serial = serials.get(block) ?? ++lastSerial;
  serials.set(block, serial);
  return serial;
}

/**
 * What one asker may see of a study at one version: the blocks of the readable centres and nothing else. Blocks never
 * change, so that two reads through one handle always agree.
 */
export class SubjectColumns {
  constructor(
    private readonly blocks: readonly Block[],
    /** Version of the study that every number counted here belongs to. */
    readonly version: number,
    /** The variables that fields of the study are, at that version, and membership of the cohorts that it keeps. */
    readonly own: readonly SubjectVariable[] = [],
    /** Whom analyses count, at that version. */
    readonly counted: CountedPopulation = everybody,
    /** The cohorts that the study keeps; null where it keeps none. */
    readonly saved: SavedCohorts | null = null,
    /** The snapshot whose rows these are; null for the rows of now. */
    readonly frozen: FrozenState | null = null,
  ) {}

  /**
   * Names these very blocks. Two handles of one identity read the same patients with the same values, so what a pure
   * function computed from one of them may be given to the other; a change, or other centres, give another identity.
   */
  get identity(): string {
    return `${this.counted.population} ${this.blocks.map(serialOf).join(' ')}`;
  }

  /** Which data these are, for the head of a file. */
  get origin(): string {
    const at = `version ${this.version} of its data`;
    return this.frozen ? `${at}, snapshot ${this.frozen.name} (SHA-256 ${this.frozen.sha256})` : at;
  }

  /** The blocks themselves, for this room alone: whatever leaves it goes through the methods. */
  static blocksOf({ blocks }: SubjectColumns): readonly Block[] {
    return blocks;
  }

  /** Patients, whether or not they match a filter. */
  get total(): number {
    return this.blocks.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Sorts quantities where that has not been done, in slices: at a million patients it takes half a second, once. */
  async sortQuantities(variables: readonly string[]): Promise<void> {
    const slices = new Slices();
    for (const block of this.blocks) {
      for (const variable of variables) {
        ranksOf(numbersOf(block, variable));
        await slices.giveWay();
      }
    }
  }

  /**
   * The patients whom analyses count: here alone the ineligible are left out, where the study says so.
   *
   * @param filter - null: all of them.
   * @throws BAD_USER_INPUT for a condition on a field that the study does not have, or that does not suit its kind.
   */
  cohort(filter: CohortFilter | null): Cohort {
    return this.everybody(this.populationOf(filter));
  }

  /** The same with the ineligible, for a list of patients. @throws as `cohort`. */
  everybody(filter: CohortFilter | null): Cohort {
    if (variablesOf(filter).some(isOfStudy)) refuseUnknown(filter, this.own);
    return new Cohort(this.blocks, filter);
  }

  /** Whom `cohort` leaves out of those who match the filter. @throws as `cohort`. */
  leftOut(filter: CohortFilter | null): LeftOut {
    // Most studies have none: who they are is known before they are looked for among the selected.
    if (this.populationOf(filter) === filter || this.everybody(ineligible).n === 0) return { n: 0, reasons: [] };
    const out = this.everybody(allOf([filter, ineligible]));
    return { n: out.n, reasons: out.n === 0 ? [] : out.values('excludedBy') };
  }

  private populationOf(filter: CohortFilter | null): CohortFilter | null {
    const counted = populationFilter(this.counted.population, variablesOf(filter));
    return counted === null ? filter : allOf([filter, counted]);
  }

  /** The rows of those of these patients whom analyses count. */
  findCounted(patientIds: readonly string[]): Map<string, SubjectRow> {
    const isCounted = (row: SubjectRow) =>
      this.counted.population === 'all' || row.value('eligibility') !== 'ineligible';
    return new Map([...this.find(patientIds)].filter(([, row]) => isCounted(row)));
  }

  /** The rows of patients by id; patients not readable here are absent. */
  find(patientIds: readonly string[]): Map<string, SubjectRow> {
    const wanted = idsOf(patientIds);
    const found = new Map<string, SubjectRow>();
    for (const block of this.blocks) {
      findRows(block.ids, wanted).forEach((row, i) => {
        const id = patientIds[i];
        if (row !== -1 && id !== undefined) found.set(id, rowOf(block, row, id));
      });
    }
    return found;
  }
}

function rowOf(block: Block, row: number, id: string): SubjectRow {
  const value = (variable: string) => valueAt(columnOfBlock(block, variable), row);
  const word = (variable: string) => {
    const found = value(variable);
    return found === null ? null : String(found);
  };
  return { id, code: textAt(block.code, row), contradictions: block.contradictions[row] ?? 0, value, word };
}

/** Only here is it known which fields the study has. */
export function refuseUnknown(filter: CohortFilter | null, own: readonly SubjectVariable[]): void {
  const { issues } = parseFilter(filter, { own });
  const [first] = issues;
  if (first) throw badInput(`cohort.${first.field} must be ${first.expected.en}`, issues);
}
