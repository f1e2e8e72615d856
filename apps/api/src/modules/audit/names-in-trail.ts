import { type AuditRow } from './audit.query.ts';

/** What entries name by id alone, in words: people by account, centres by number, patients by code. */
export interface NamesInTrail {
  readonly people: ReadonlyMap<string, string>;
  readonly centres: ReadonlyMap<string, string>;
  readonly patients: ReadonlyMap<string, string>;
}

/** The columns whose values are ids that a reader cannot know. */
const named: Readonly<Record<string, keyof NamesInTrail>> = {
  user_id: 'people',
  centre_id: 'centres',
  patient_id: 'patients',
};

/** The ids in the values of these entries, each once. */
export function namesIn(rows: readonly Pick<AuditRow, 'changes' | 'details'>[]): {
  userIds: string[];
  centreIds: number[];
  patientIds: string[];
} {
  const [userIds, centreIds, patientIds] = [new Set<string>(), new Set<number>(), new Set<string>()];
  const note = (column: string, value: unknown): void => {
    if (named[column] === 'people' && typeof value === 'string') userIds.add(value);
    if (named[column] === 'patients' && typeof value === 'string') patientIds.add(value);
    if (named[column] === 'centres' && typeof value === 'number') centreIds.add(value);
  };
  for (const { changes, details } of rows) {
    for (const [column, values] of Object.entries(changes)) values.forEach((value) => note(column, value));
    for (const [column, value] of Object.entries(details ?? {})) note(column, value);
  }
  return { userIds: [...userIds], centreIds: [...centreIds], patientIds: [...patientIds] };
}

/** The person or the centre whose id a value is; null for any other value, and for an id that nobody has any more. */
export function nameOf(names: NamesInTrail, column: string, value: unknown): string | null {
  const kind = named[column];
  if (!kind || (typeof value !== 'string' && typeof value !== 'number')) return null;
  return names[kind].get(String(value)) ?? null;
}
