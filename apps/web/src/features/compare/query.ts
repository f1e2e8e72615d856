import { graphql } from '@/graphql/generated/index.ts';

/** How many patients are in A alone, in both and in B alone. */
export const overlapQuery = graphql(`
  query CohortOverlap($study: String!, $cohort: CohortInput, $groupBy: String!) {
    tableOne(study: $study, cohort: $cohort, groupBy: $groupBy, variables: ["ageYears"]) {
      dataVersion
      ...TableOneSaid
      groups {
        value
        n
      }
    }
  }
`);
