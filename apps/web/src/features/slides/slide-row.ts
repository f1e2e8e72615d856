import { type SlidesQuery } from '@/graphql/generated/graphql.ts';

export type SlideRow = SlidesQuery['slides'][number];
