import type { TypedDocumentNode } from '@apollo/client';
import { listedVariables } from '@haim/schema';
import { parse } from 'graphql';
import type { CohortInput } from '@/graphql/generated/graphql.ts';

export type Value = string | number | boolean | null;

export type Values = Readonly<Record<string, Value>>;

/** A patient as the API has them: the listed variables by name, and in `values` those of the columns that were added. */
interface AnsweredRow {
  readonly id: string;
  readonly code: string;
  readonly values: Values | null;
  readonly [variable: string]: Value | Values;
}

interface Patients {
  readonly patients: {
    readonly total: number;
    readonly nextCursor: string | null;
    readonly rows: readonly AnsweredRow[];
  };
}

interface PatientsVariables {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: string;
  readonly descending: boolean;
  readonly first: number;
  readonly after: string | null;
  readonly columns: readonly string[];
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
    $columns: [SubjectVariable!]
  ) {
    patients(
      study: $study
      cohort: $cohort
      sort: $sort
      descending: $descending
      first: $first
      after: $after
      columns: $columns
      counted: true
    ) {
      total
      nextCursor
      rows { id values ${listedVariables.flatMap(({ name, event }) => [name, event ?? '']).join(' ')} }
    }
  }
`);

/** One patient of the list: every column by its variable. */
export interface PatientRow extends Readonly<Record<string, Value>> {
  readonly id: string;
  readonly code: string;
}

export function rowOf({ values, ...row }: AnsweredRow): PatientRow {
  return { ...row, ...values } as PatientRow;
}
