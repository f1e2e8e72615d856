import type { SlideQuery } from '@/graphql/generated/graphql.ts';

export type SlideDetail = SlideQuery['slide'];
export type SlideImage = NonNullable<SlideDetail['file']>;
