import { type FieldSpec, type Form, fieldsOf, type Row } from '@haim/schema';

/** One field in which two edits differ. */
export interface ConflictLine {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly before: unknown;
  readonly yours: unknown;
  readonly theirs: unknown;
  /** Both changed it: keeping yours replaces a value that somebody entered meanwhile. */
  readonly bothChanged: boolean;
}

/**
 * The fields that differ between two edits of one record, in form order.
 *
 * @param before - the record as it was read before either edit; all null for a new one.
 */
export function conflictLines(form: Form, before: Row, yours: Row, theirs: Row): ConflictLine[] {
  return fieldsOf(form)
    .map(([field, spec]) => {
      const [was, mine, other] = [before[field] ?? null, yours[field] ?? null, theirs[field] ?? null];
      return { field, spec, before: was, yours: mine, theirs: other, bothChanged: mine !== was && other !== was };
    })
    .filter(({ yours: mine, theirs: other }) => mine !== other);
}

/** Your changes on top of theirs: a field that you did not touch takes their value, so none of theirs is undone. */
export function mineOverTheirs(form: Form, before: Row, yours: Row, theirs: Row): Row {
  return Object.fromEntries(
    fieldsOf(form).map(([field]) => {
      const [was, mine, other] = [before[field] ?? null, yours[field] ?? null, theirs[field] ?? null];
      return [field, mine === was ? other : mine];
    }),
  );
}
