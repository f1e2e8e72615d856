import type { RunFieldsFragment, RunMarkFragment, RunStateFragment } from '@/graphql/generated/graphql.ts';

/** The state of work of any kind: a score, an explanation, a training. */
export type RunState = RunStateFragment;

/** A run of a model on a slide. */
export type Run = RunFieldsFragment;

export function isActive({ status }: Pick<RunMarkFragment, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** How much of the present stage is done, 0 to 1; null if it is not counted. */
export function shareDone({ done, total }: Pick<RunMarkFragment, 'done' | 'total'>): number | null {
  return done === null || total === null || total <= 0 ? null : Math.min(1, done / total);
}

/** Newest first. */
export function byNewest<One extends { readonly queuedAt: string }>(runs: readonly One[]): One[] {
  return [...runs].sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
}

/** The newest run with a score; a later failure does not replace it. */
export function newestScored<One extends { readonly queuedAt: string; readonly prps: number | null }>(
  runs: readonly One[],
): One | null {
  return byNewest(runs).find(({ prps }) => prps !== null) ?? null;
}
