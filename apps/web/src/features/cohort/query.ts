import { type TypedDocumentNode } from '@apollo/client';
import { listedVariables } from '@haim/schema';
import { parse } from 'graphql';
import { type CohortInput } from '@/graphql/generated/graphql.ts';

export type Value = string | number | boolean | null;

/** The listed variables by name. */
export interface PatientRow extends Readonly<Record<string, Value>> {
  readonly id: string;
  readonly code: string;
}

interface Patients {
  readonly patients: {
    readonly total: number;
    readonly nextCursor: string | null;
    readonly rows: readonly PatientRow[];
  };
}

interface PatientsVariables {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: string;
  readonly descending: boolean;
  readonly first: number;
  readonly after: string | null;
}

/** Built from the declarations, so that a new variable is listed without a change here. */
export const patientsQuery: TypedDocumentNode<Patients, PatientsVariables> = parse(`
  query CohortPatients(
    $study: String!
    $cohort: CohortInput
    $sort: PatientSortField
    $descending: Boolean
    $first: Int
    $after: String
  ) {
    patients(study: $study, cohort: $cohort, sort: $sort, descending: $descending, first: $first, after: $after) {
      total
      nextCursor
      rows { id ${listedVariables.flatMap(({ name, event }) => [name, event ?? '']).join(' ')} }
    }
  }
`);
