import { graphql } from '@/graphql/generated/index.ts';

export const patientsQuery = graphql(`
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
      rows {
        id
        code
        centre
        arm
        ageYears
        sex
        bclcStage
        childPughClass
        tumourSizeMm
        portalVeinThrombus
        bestResponse
        osDays
        osEvent
        pfsDays
        pfsEvent
      }
    }
  }
`);
