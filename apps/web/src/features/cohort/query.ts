import { graphql } from '@/graphql/generated/index.ts';

export type Value = string | number | boolean | null;

/** One patient of the list: every column by its variable. */
export interface PatientRow extends Readonly<Record<string, Value>> {
  readonly id: string;
}

/** Every patient of the selection, column by column. */
export const patientTableQuery = graphql(`
  query CohortPatients(
    $study: String!
    $cohort: CohortInput
    $columns: [SubjectVariable!]!
    $sort: PatientSortField
    $descending: Boolean
  ) {
    patientTable(study: $study, cohort: $cohort, columns: $columns, sort: $sort, descending: $descending) {
      total
      dataVersion
      ids
      columns {
        name
        values
      }
    }
  }
`);

interface Columnar {
  readonly ids: readonly string[];
  readonly columns: readonly { readonly name: string; readonly values: unknown }[];
}

/** The patient at a place of the list. */
export function patientAt({ ids, columns }: Columnar, place: number): PatientRow {
  const values = columns.map(({ name, values: list }) => [name, (list as readonly Value[])[place] ?? null]);
  return { ...(Object.fromEntries(values) as Record<string, Value>), id: ids[place] ?? '' };
}
