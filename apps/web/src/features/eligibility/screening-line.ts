import { type ScreeningsQuery } from '@/graphql/generated/graphql.ts';

/** A line of the screening log as the pages show it. */
export type Line = ScreeningsQuery['screenings'][number];

/** A criterion of the study by its code, for a person to choose. */
export type CriterionName = ScreeningsQuery['eligibilityRules']['criteria'][number];
