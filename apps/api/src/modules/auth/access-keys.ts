import { type MembershipRow } from '../studies/index.ts';

/**
 * What is open to somebody, one text for each centre of each role, and one for each role in a study that is not closed: what
 * is missing later was taken away.
 */
export function accessKeys(access: readonly MembershipRow[]): ReadonlySet<string> {
  return new Set(
    access.flatMap(({ study_id, role, centres, is_closed }) =>
      [role, ...centres, ...(is_closed ? [] : ['open'])].map((part) => `${study_id} ${role} ${part}`),
    ),
  );
}
