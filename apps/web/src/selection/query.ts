import { graphql } from '@/graphql/generated/index.ts';

/** How many patients a selection holds, and how they divide; each variable's counts leave out its own condition. */
export const cohortSummaryQuery = graphql(`
  query CohortSummary($study: String!, $cohort: CohortInput) {
    cohortSummary(study: $study, cohort: $cohort) {
      n
      total
      contradictions {
        reason
        en
        zh
      }
      facets {
        variable
        labelEn
        labelZh
        counts {
          value
          n
        }
      }
      quantities {
        variable
        labelEn
        labelZh
        unit
        n
        missing
        median
        lowerQuartile
        upperQuartile
        minimum
        maximum
      }
      responses {
        arm
        n
        cr
        pr
        sd
        pd
        notEvaluable
        orr {
          numerator
          denominator
          value
          lower
          upper
          ...ProportionSaid
        }
        dcr {
          numerator
          denominator
          value
          lower
          upper
          ...ProportionSaid
        }
      }
      adverseEvents {
        arm
        n
        anyGrade {
          numerator
          denominator
          value
          lower
          upper
          ...ProportionSaid
        }
        gradeThreeOrMore {
          numerator
          denominator
          value
          lower
          upper
          ...ProportionSaid
        }
      }
    }
  }
`);
