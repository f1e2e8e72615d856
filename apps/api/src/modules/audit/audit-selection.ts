import { type AuditKind, auditKinds } from '@haim/schema';

/** What somebody may see of a study's trail, and which entries of it are wanted; codes are found already. */
export interface AuditSelection {
  /** Null for what belongs to no study. */
  readonly studyId: number | null;
  /** Null for the whole trail; otherwise records of these centres and nothing else. */
  readonly centres: readonly number[] | null;
  readonly kinds: readonly AuditKind[];
  readonly userId: string | null;
  readonly patients: readonly { readonly id: string; readonly centreId: number }[] | null;
  readonly recordId: string | null;
  readonly form: string | null;
  readonly field: string | null;
  readonly centreId: number | null;
  readonly from: Date | null;
  readonly before: Date | null;
  readonly reason: string | null;
}

/** The last entry of a page. The time is PostgreSQL's own text: a Date would lose its microseconds. */
export interface AuditPlace {
  readonly atText: string;
  readonly id: string;
}

/** What holds of each wanted entry `a`. */
export interface AuditConditions {
  readonly conditions: string[];
  readonly values: unknown[];
}

export const isEveryKind = ({ kinds }: AuditSelection): boolean => auditKinds.every((kind) => kinds.includes(kind));
