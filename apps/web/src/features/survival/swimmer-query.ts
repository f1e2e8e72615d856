import { graphql } from '@/graphql/generated/index.ts';

export const swimmerQuery = graphql(`
  query Swimmer($study: String!, $cohort: CohortInput, $page: Int!) {
    swimmer(study: $study, cohort: $cohort, page: $page) {
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
