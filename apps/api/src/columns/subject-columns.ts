import { type CohortFilter, isOwnKey, parseFilter, type SubjectVariable, variablesOf } from '@haim/schema';
import { badInput } from '../context/portal-error.ts';
import { type Block, columnOfBlock } from './block.ts';
import { Cohort } from './cohort.ts';
import { numbersOf } from './block-cohort.ts';
import { textAt, valueAt } from './column.ts';
import { Slices } from './in-slices.ts';
import { ranksOf } from './kernels/ranks.ts';
import { findRows, idsOf } from './patient-ids.ts';

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
    /** The variables that fields of the study are, at that version. */
    readonly own: readonly SubjectVariable[] = [],
  ) {}

  /**
   * Names these very blocks. Two handles of one identity read the same patients with the same values, so what a pure
   * function computed from one of them may be given to the other; a change, or other centres, give another identity.
   */
  get identity(): string {
    return this.blocks.map(serialOf).join(' ');
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
   * @param filter - null: all patients.
   * @throws BAD_USER_INPUT for a condition on a field that the study does not have, or that does not suit its kind.
   */
  cohort(filter: CohortFilter | null): Cohort {
    if (variablesOf(filter).some(isOwnKey)) refuseUnknown(filter, this.own);
    return new Cohort(this.blocks, filter);
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
