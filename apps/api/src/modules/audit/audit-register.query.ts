import { type StudyTransaction } from '../../db/study-db.ts';
import { toColumn } from './audit-names.ts';
import { type AuditConditions, type AuditPlace, type AuditSelection, isEveryKind } from './audit-selection.ts';

/** More entries than this that are not registered yet are read through like a filter without a register. */
const MOST_UNREGISTERED = 20_000;
/** Slices of the register that are looked into first; then four times as many. A slice has at most 128 entries. */
const FIRST_SLICES = 4;

/** Whether a filter is answered by way of the register; a patient's entries are few, and have an index. */
export const asksRegister = ({ field, reason, patients }: AuditSelection): boolean =>
  patients === null && (field !== null || reason !== null);

/**
 * The entries of a study that the register does not have, as PostgreSQL writes the array: thousands of ids that nobody here
 * reads. Null if there are too many to look at each.
 */
export async function readUnregistered(tx: StudyTransaction, { studyId }: AuditSelection): Promise<string | null> {
  const [row] = await tx.rows<{ ids: string | null }>('select portal.audit_unregistered($1, $2)::text as ids', [
    studyId ?? 0,
    MOST_UNREGISTERED,
  ]);
  return row?.ids ?? null;
}

interface Slice {
  readonly latestAt: string;
  readonly latestId: string;
  /** As PostgreSQL writes an array. */
  readonly ids: string;
}

/**
 * The ids of a page, newest first: of the entries that are not registered, and of slices of the register from the newest
 * until none that is left can have a newer entry than the last of the page.
 */
export async function findPage(
  tx: StudyTransaction,
  selection: AuditSelection,
  conditions: AuditConditions,
  { first, after, unregistered }: { first: number; after: AuditPlace | null; unregistered: string },
): Promise<readonly string[]> {
  let found = unregistered;
  let last: Slice | null = null;
  for (let most = FIRST_SLICES; ; most *= 4) {
    const slices: Slice[] = await readSlices(tx, selection, { most, after, last });
    last = slices.at(-1) ?? null;
    const page = await newestOf(tx, conditions, { ids: joined([found, ...slices.map(({ ids }) => ids)]), first, last });
    const ids = page.map(({ id }) => id);
    const isWhole = page.length === first && page.at(-1)?.isBeforeLast === false;
    if (isWhole || slices.length < most) return ids;
    found = `{${ids.join(',')}}`;
  }
}

/** Several arrays of ids as one. */
function joined(arrays: readonly string[]): string {
  const filled = arrays.map((array) => array.slice(1, -1)).filter((ids) => ids !== '');
  return `{${filled.join(',')}}`;
}

/** An expression for the ids of all entries that may be meant, and its conditions: for a count, which stops early. */
export function registeredIds(selection: AuditSelection, values: unknown[]): string {
  return `select unnest(r.entry_ids) from portal.audit_register r where ${sliceConditions(selection, values).join(' and ')}`;
}

function readSlices(
  tx: StudyTransaction,
  selection: AuditSelection,
  { most, after, last }: { most: number; after: AuditPlace | null; last: Slice | null },
): Promise<Slice[]> {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const conditions = sliceConditions(selection, values);
  const isBefore = (place: string, at: string, id: string): void => {
    conditions.push(`(${place}_at, ${place}_id) < (${parameter(at)}::timestamptz, ${parameter(id)}::bigint)`);
  };
  if (after) isBefore('r.earliest', after.atText, after.id);
  if (last) isBefore('r.latest', last.latestAt, last.latestId);
  return tx.rows<Slice>(
    `select r.latest_at::text as "latestAt", r.latest_id::text as "latestId", r.entry_ids::text as ids
     from portal.audit_register r where ${conditions.join(' and ')}
     order by r.latest_at desc, r.latest_id desc limit ${parameter(most)}`,
    values,
  );
}

function newestOf(
  tx: StudyTransaction,
  { conditions, values }: AuditConditions,
  { ids, first, last }: { ids: string; first: number; last: Slice | null },
): Promise<{ id: string; isBeforeLast: boolean }[]> {
  const known = [...values];
  const parameter = (value: unknown): string => `$${known.push(value)}`;
  const isBeforeLast = last
    ? `(a.at, a.id) < (${parameter(last.latestAt)}::timestamptz, ${parameter(last.latestId)}::bigint)`
    : 'false';
  return tx.rows(
    `select a.id::text as id, ${isBeforeLast} as "isBeforeLast" from portal.audit_entry a
     where a.id = any (${parameter(ids)}::bigint[]) and ${conditions.join(' and ')}
     order by a.at desc, a.id desc limit ${parameter(first)}`,
    known,
  );
}

/** What holds of each slice with a wanted entry. A field decides where there is a reason too: its slices are told apart by kind. */
function sliceConditions(selection: AuditSelection, values: unknown[]): string[] {
  const conditions: string[] = [];
  const where = (condition: string, value: unknown): void => {
    if (value !== null) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  const { field, reason, centres } = selection;
  where('r.chain = ?', selection.studyId ?? 0);
  if (field === null) where('r.reasons is not null and position(lower(?) in r.reasons) > 0', reason);
  else where('r.field = ?', toColumn(field));
  where('r.of_records and r.centre_id = any (?)', centres);
  where('r.centre_id = ?', selection.centreId);
  where('r.action = any (?)', isEveryKind(selection) ? null : selection.kinds);
  where('? = any (r.forms)', selection.form && toColumn(selection.form));
  where('? = any (r.user_ids)', selection.userId);
  where('r.latest_at >= ?', selection.from);
  where('r.earliest_at < ?', selection.before);
  return conditions;
}
