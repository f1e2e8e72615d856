import { graphql } from '@/graphql/generated/index.ts';

export const swimmerQuery = graphql(`
  query Swimmer($study: String!, $cohort: CohortInput, $page: Int!, $snapshot: ID) {
    swimmer(study: $study, cohort: $cohort, page: $page, snapshot: $snapshot) {
      ...SwimmerPageSaid
      total
      page
      pages
      longestDays
      monthDays
      recipe
      dataVersion
      droppedReasons {
        reason
        n
        en
        zh
      }
      patients {
        id
        code
        arm
        days
        isDead
        progressionDay
        cycleDays
        completeResponseDay
        partialResponseDay
      }
    }
  }
`);
