import type { RunFieldsFragment, SlideQuery } from '@/graphql/generated/graphql.ts';

export type Run = RunFieldsFragment;
export type SlideDetail = SlideQuery['slide'];
export type SlideImage = NonNullable<SlideDetail['file']>;

export function isActive({ status }: Pick<Run, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** Newest first. */
export function byNewest<One extends { readonly queuedAt: string }>(runs: readonly One[]): One[] {
  return [...runs].sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
}

/** The newest run that gave a score; one that failed since does not take it away. */
export function newestScored<One extends { readonly queuedAt: string; readonly prps: number | null }>(
  runs: readonly One[],
): One | null {
  return byNewest(runs).find(({ prps }) => prps !== null) ?? null;
}

/** The two classes a model tells apart, each named by the response codes in it, such as "SD/PD". */
export interface Classes {
  readonly positiveClass: string;
  readonly negativeClass: string;
}

/** Null for a model whose manifest cannot be read. */
export function classesOf(model: { positiveClass: string | null; classes: readonly string[] } | null): Classes | null {
  const negativeClass = model?.classes.find((name) => name !== model.positiveClass);
  if (!model?.positiveClass || negativeClass === undefined) return null;
  return { positiveClass: model.positiveClass, negativeClass };
}

/** Whether a best response belongs to the positive class; null where it is in neither. */
export function isPositive(bestResponse: string | null, { positiveClass, negativeClass }: Classes): boolean | null {
  if (bestResponse === null) return null;
  if (positiveClass.split('/').includes(bestResponse)) return true;
  return negativeClass.split('/').includes(bestResponse) ? false : null;
}
