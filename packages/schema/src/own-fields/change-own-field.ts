import { type OwnField } from './own-field.ts';

/** What an edit of a published field takes away from what could be entered before. */
export interface TakenAway {
  /** Codes that are no longer in the list. */
  readonly codes: readonly string[];
  /** The new ends, where the range allows less than before; null where it does not. */
  readonly range: readonly [lowest: number | null, highest: number | null] | null;
}

export type FrozenPart = 'form' | 'name' | 'kind' | 'unit' | 'known' | 'counts';

/**
 * What of a published field would be another field if it changed: a number in another unit, or a text that was a code,
 * cannot be read together with what was entered before. When it is known and which record counts may be declared once, of
 * a field that was no variable before; an outcome that became a baseline variable would mend a model by its result.
 */
export function frozenIn(before: OwnField, after: OwnField): readonly FrozenPart[] {
  const identity = ['form', 'name', 'kind', 'unit'] as const;
  const parts = before.known === null ? identity : ([...identity, 'known', 'counts'] as const);
  return parts.filter((part) => before[part] !== after[part]);
}

/** What values have to be free of before the edit may be stored. */
export function takenAway(before: OwnField, after: OwnField): TakenAway {
  const kept = new Set(after.codes.map(({ code }) => code));
  const isNarrower =
    (after.lowest ?? -Infinity) > (before.lowest ?? -Infinity) ||
    (after.highest ?? Infinity) < (before.highest ?? Infinity);
  return {
    codes: before.codes.map(({ code }) => code).filter((code) => !kept.has(code)),
    range: isNarrower ? [after.lowest, after.highest] : null,
  };
}
