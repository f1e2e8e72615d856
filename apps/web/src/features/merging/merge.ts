import { type PatientMergeQuery } from '@/graphql/generated/graphql.ts';
import { type ComparedRecord } from './choices.ts';

/** What a merge would do, as the API compares the two. */
export type Merge = PatientMergeQuery['patientMerge'];

/** The same record of both. */
export type ComparedPair = ComparedRecord & { readonly form: string };
