import {
  type CohortFilter,
  cohortKey,
  cohortNumberOf,
  comparedGroups,
  type ComparedCohorts,
  isCohortKey,
  isCompared,
  isParted,
  type OverlapRule,
  parseFilter,
  readCompared,
  type SavedKind,
  savedVariable,
  type SubjectVariable,
  withRules,
} from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type StudyTransaction } from '../db/study-db.ts';
import { type Block } from './block.ts';
import { type CodeColumn, type Column, flagWords } from './column.ts';
import { maskOf } from './kernels/mask.ts';
import { partsOfQuantity } from './parted.ts';
import { findRows, idsOf, type PatientIds } from './patient-ids.ts';

/** A cohort that a study keeps, as conditions may name it. */
export interface SavedDefinition {
  readonly id: string;
  readonly number: number;
  readonly kind: SavedKind;
  readonly name: string;
  /** Null for patients. */
  readonly rule: CohortFilter | null;
  readonly known: SubjectVariable['known'];
  readonly chosenVersion: number;
  readonly isRemoved: boolean;
}

/** Every cohort of a study as one asker sees them: what they are, and of lists of patients those of readable centres. */
export class SavedCohorts {
  /** What conditions may name: what was not removed and is still understood. */
  readonly variables: readonly SubjectVariable[];

  constructor(
    readonly stamp: number,
    readonly definitions: readonly SavedDefinition[],
    /** The variables that fields of the study are. */
    readonly own: readonly SubjectVariable[],
    private readonly members: ReadonlyMap<number, Members>,
  ) {
    this.variables = definitions
      .filter((one) => !one.isRemoved && faultsOf(one, this.lists()).length === 0)
      .map(savedVariable);
  }

  /** The rule of a cohort; null for one of patients, or for none. */
  readonly ruleOf = (number: number): CohortFilter | null =>
    this.definitions.find((one) => one.number === number)?.rule ?? null;

  /** What of a rule is not understood any more: names of variables that the study does not have. */
  faultsOf(definition: SavedDefinition): readonly string[] {
    return faultsOf(definition, this.lists());
  }

  membersOf(centreId: number): Members {
    return this.members.get(centreId) ?? none;
  }

  /** What a grouping of two cohorts means, read with the names that the study has. */
  compared(groupBy: string): ComparedCohorts | null {
    return readCompared(groupBy, { own: [...this.own, ...this.variables] }).compared;
  }

  /** A rule may name the patients of other cohorts; rules do not name each other, they are put in place when saved. */
  private lists(): readonly SubjectVariable[] {
    return [
      ...this.own,
      ...this.definitions.filter((one) => one.kind === 'patients' && !one.isRemoved).map(savedVariable),
    ];
  }
}

/** By number: the patients of one centre. */
export type Members = ReadonlyMap<number, PatientIds>;
const none: Members = new Map();

function faultsOf({ rule }: SavedDefinition, own: readonly SubjectVariable[]): readonly string[] {
  return rule === null ? [] : parseFilter(rule, { own }).issues.map(({ field }) => field);
}

/** Columns that a block keeps beside its own: whoever tries cut-points makes one with each. */
const MOST_MADE = 100;

const overlaid = new WeakMap<Block, { readonly stamp: number; readonly block: Block }>();

/** The block with a column for each saved cohort and each grouping of two cohorts or of a quantity, made when first asked for. */
export function withCohorts(block: Block, centreId: number, saved: SavedCohorts | null): Block {
  if (saved === null) return block;
  const known = overlaid.get(block);
  if (known?.stamp === saved.stamp) return known.block;
  const made = new LRUCache<string, { readonly column: Column | undefined }>({ max: MOST_MADE });
  const overlay: Block = {
    ...block,
    derived: (name) => {
      const found = made.get(name) ?? { column: columnOf(overlay, centreId, name, saved) };
      made.set(name, found);
      return found.column;
    },
  };
  overlaid.set(block, { stamp: saved.stamp, block: overlay });
  return overlay;
}

function columnOf(block: Block, centreId: number, name: string, saved: SavedCohorts): Column | undefined {
  if (isCohortKey(name)) return membership(block, centreId, cohortNumberOf(name), saved);
  if (isParted(name)) return partsOfQuantity(block, name, saved.own);
  const compared = isCompared(name) ? saved.compared(name) : null;
  return compared ? groupsOf(block, compared) : undefined;
}

function membership(block: Block, centreId: number, number: number, saved: SavedCohorts): CodeColumn | undefined {
  const found = saved.definitions.find((one) => one.number === number);
  if (!found) return undefined;
  const codes = new Uint8Array(block.rows).fill(1);
  if (found.rule !== null) {
    const mask = maskOf(block, found.rule);
    for (let row = 0; row < codes.length; row++) codes[row] = 1 + (mask[row] as number);
  } else {
    const wanted = saved.membersOf(centreId).get(number);
    for (const row of wanted ? findRows(block.ids, wanted) : []) if (row !== -1) codes[row] = 2;
  }
  return { kind: 'codes', codes, words: flagWords };
}

const words = [comparedGroups.a, comparedGroups.both, comparedGroups.b];
const codeOfOverlap: Readonly<Record<OverlapRule, number>> = { leaveOut: 0, inA: 1, apart: 2, inB: 3 };

function groupsOf(block: Block, { a, b, overlap }: ComparedCohorts): CodeColumn {
  const [inA, inB] = [a, b].map((side) => (side === null ? new Uint8Array(block.rows).fill(1) : maskOf(block, side)));
  const codes = new Uint8Array(block.rows);
  for (let row = 0; row < codes.length; row++) {
    const [isA, isB] = [inA?.[row] === 1, inB?.[row] === 1];
    codes[row] = isA && isB ? codeOfOverlap[overlap] : isA ? 1 : isB ? 3 : 0;
  }
  return { kind: 'codes', codes, words };
}

/** Of a study that keeps none: two selections are compared there too. */
export function noCohorts(own: readonly SubjectVariable[]): SavedCohorts {
  return new SavedCohorts(0, [], own, new Map());
}

/** Of the study as it is in the transaction; lists of patients of these centres alone. */
export async function readSavedCohorts(
  tx: StudyTransaction,
  studyId: number,
  stamp: number,
  own: readonly SubjectVariable[],
  centreIds: readonly number[],
): Promise<SavedCohorts> {
  const definitions = await readDefinitions(tx, studyId);
  const lists = definitions.filter(({ kind }) => kind === 'patients');
  const rows = await tx.rows<{ id: string; centreId: number; patientIds: string[] }>(
    `select m.cohort_id as id, m.centre_id as "centreId", array_agg(m.patient_id) as "patientIds"
     from portal.saved_cohort_patient m join unnest($1::uuid[], $2::int[]) k(id, version) on k.id = m.cohort_id and k.version = m.version
     where m.centre_id = any ($3) group by 1, 2`,
    [lists.map(({ id }) => id), lists.map(({ chosenVersion }) => chosenVersion), centreIds],
  );
  const members = new Map<number, Map<number, PatientIds>>(centreIds.map((id) => [id, new Map()]));
  for (const { id, centreId, patientIds } of rows) {
    const number = lists.find((one) => one.id === id)?.number;
    if (number !== undefined) members.get(centreId)?.set(number, idsOf(patientIds));
  }
  return new SavedCohorts(stamp, definitions, own, members);
}

/** Removed ones too: what was told of them all the same limits what is told later. */
export function readDefinitions(tx: StudyTransaction, studyId: number): Promise<SavedDefinition[]> {
  return tx.rows<SavedDefinition>(
    `select id, number, kind, name, rule, known, chosen_version as "chosenVersion", removed_at is not null as "isRemoved"
     from portal.saved_cohort where study_id = $1 order by number`,
    [studyId],
  );
}

/** A selection with rules in place of the names of cohorts that have one. */
export function withSavedRules(filter: CohortFilter | null, saved: SavedCohorts | null): CohortFilter | null {
  return saved ? withRules(filter, saved.ruleOf) : filter;
}

/** The condition of being in a cohort. */
export function inCohort(number: number): CohortFilter {
  return { variable: cohortKey(number), in: ['true'] };
}
