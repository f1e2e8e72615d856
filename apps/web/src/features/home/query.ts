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
          ...ProportionSaid
        }
      }
    }
    survival(study: $study, endpoint: OS, groupBy: "arm") {
      monthDays
      n
      ...SurvivalAnalysisSaid
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
        ...SurvivalCurveSaid
      }
      logRank {
        pValue
        ...LogRankSaid
      }
      hazardRatios {
        estimator
        comparison
        reference
        hazardRatio
        lower
        upper
        ...HazardRatioSaid
      }
    }
  }
`);
