import { graphql } from '@/graphql/generated/index.ts';

/** How many patients a selection holds, and how they divide; each variable's counts leave out its own condition. */
export const cohortSummaryQuery = graphql(`
  query CohortSummary($study: String!, $cohort: CohortInput, $snapshot: ID, $scope: AnalysisScope) {
    cohortSummary(study: $study, cohort: $cohort, snapshot: $snapshot, scope: $scope) {
      n
      total
      dataVersion
      ...CohortSummarySaid
      protection {
        ...ProtectionSaid
      }
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
          atMost
        }
      }
      quantities {
        variable
        labelEn
        labelZh
        unit
        n
        missing
        missingAtMost
        median
        lowerQuartile
        upperQuartile
        minimum
        maximum
      }
      histograms {
        variable
        scale
        bins {
          from
          to
          n
          atMost
          own
          ofAll
          ofAllAtMost
        }
      }
      accrual {
        variable
        scale
        bins {
          from
          to
          n
          atMost
          own
          ofAll
          ofAllAtMost
        }
      }
      responses {
        arm
        n
        nAtMost
        atMost
        cr
        pr
        sd
        pd
        notEvaluable
        orr {
          numerator
          denominator
          atMost
          value
          lower
          upper
          ...ProportionSaid
        }
        dcr {
          numerator
          denominator
          atMost
          value
          lower
          upper
          ...ProportionSaid
        }
      }
      adverseEvents {
        arm
        n
        nAtMost
        anyGrade {
          numerator
          denominator
          atMost
          value
          lower
          upper
          ...ProportionSaid
        }
        gradeThreeOrMore {
          numerator
          denominator
          atMost
          value
          lower
          upper
          ...ProportionSaid
        }
      }
    }
  }
`);

/** Keeps a selection under a name. */
export const saveCohortMutation = graphql(`
  mutation SaveCohort($study: String!, $kind: SavedCohortKind!, $cohort: SavedCohortInput!) {
    saveCohort(study: $study, kind: $kind, cohort: $cohort) {
      id
      number
      name
    }
  }
`);
