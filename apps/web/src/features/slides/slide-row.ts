import { type SlidesQuery } from '@/graphql/generated/graphql.ts';

export type SlideRow = SlidesQuery['slides'][number];

/** The key of a set's name; sets only a newer server knows share one. */
export function knownSet(set: string): 'training' | 'internal' | 'external' | 'other' {
  return (['training', 'internal', 'external'] as const).find((known) => known === set) ?? 'other';
}
