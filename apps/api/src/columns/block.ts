import { bytesOf, type Column, type TextColumn } from './column.ts';
import { type PatientIds } from './patient-ids.ts';

/** The worst grade of each adverse-event term that a patient has, patient after patient. */
export interface Events {
  /** Where each row's entries begin; one entry more than rows. */
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  readonly grades: Uint8Array;
  readonly words: readonly string[];
}

/**
 * Every adverse event on record, patient after patient. `events` holds the worst of each term alone, which is less to walk;
 * here is what an answer about causes, seriousness and time needs.
 */
export interface EventRecords {
  /** Where each row's entries begin; one entry more than rows. */
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  readonly grades: Uint8Array;
  /** A bit for each thing that is said of the event: see `event-facts.ts`. */
  readonly facts: Uint32Array;
  /** The day of the start as days since 1970; NaN where it is not known to the day. */
  readonly days: Float64Array;
  readonly words: readonly string[];
}

/** The patients of one centre under one recipe, in the order of their codes. Immutable: a change makes a new block. */
export interface Block {
  readonly rows: number;
  readonly ids: PatientIds;
  readonly code: TextColumn;
  /** Every declared variable by its name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** A bit for each rule over several records that a patient breaks. */
  readonly contradictions: Uint8Array;
  readonly events: Events;
  readonly records: EventRecords;
  /** Columns that saved cohorts give, by name: see `saved-cohorts.ts`. */
  readonly derived?: (name: string) => Column | undefined;
}

export function hasColumn(block: Block, variable: string): boolean {
  return block.columns.has(variable) || block.derived?.(variable) !== undefined;
}

export function columnOfBlock(block: Block, variable: string): Column {
  const column = block.columns.get(variable) ?? block.derived?.(variable);
  if (!column) throw new Error(`${variable} is not a column of the subject`);
  return column;
}

export function bytesOfBlock({ ids, columns, contradictions, events, records }: Block): number {
  const ofRecords = [records.starts, records.terms, records.grades, records.facts, records.days];
  const parts = [ids, contradictions, events.starts, events.terms, events.grades, ...ofRecords];
  const own = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [...columns.values()].reduce((sum, column) => sum + bytesOf(column), own);
}
