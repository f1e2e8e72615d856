import type { RunFieldsFragment } from '@/graphql/generated/graphql.ts';

export type Run = RunFieldsFragment;

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
