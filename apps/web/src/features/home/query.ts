import { graphql } from '@/graphql/generated/index.ts';

/** The main result of a study, from the patients the viewer may read. */
export const studyResultQuery = graphql(`
  query StudyResult($study: String!) {
    cohortSummary(study: $study) {
      n
      responses {
        arm
        n
        orr {
          value
          lower
          upper
        }
      }
    }
    survival(study: $study, endpoint: OS, groupBy: "arm") {
      monthDays
      n
      contradictions {
        reason
        en
        zh
      }
      curves {
        label
        n
        events
        medianDays
        medianLowerDays
        medianUpperDays
      }
      logRank {
        pValue
      }
      hazardRatios {
        estimator
        comparison
        reference
        hazardRatio
        lower
        upper
      }
    }
  }
`);
