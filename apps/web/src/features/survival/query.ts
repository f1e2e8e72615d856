import { graphql } from '@/graphql/generated/index.ts';

export const survivalQuery = graphql(`
  query Survival(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $confidenceType: ConfidenceType
    $scope: AnalysisScope
    $drawing: CurveDrawing
  ) {
    survival(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      cohort: $cohort
      snapshot: $snapshot
      confidenceType: $confidenceType
      scope: $scope
    ) {
      endpoint
      groupBy
      monthDays
      recipe
      ...SurvivalAnalysisSaid
      confidenceType
      dataVersion
      n
      dropped
      droppedAtMost
      withheldGroups
      protection {
        ...ProtectionSaid
      }
      minimumFollowUp {
        n
        ...MinimumFollowUpSaid
      }
      droppedReasons {
        reason
        en
        zh
      }
      contradictions {
        reason
        en
        zh
      }
      curves(drawing: $drawing) {
        ...DrawnCurve
      }
      logRank {
        ...LogRankSaid
        chiSquare
        df
        pValue
      }
      hazardRatios {
        estimator
        ...HazardRatioSaid
        comparison
        reference
        hazardRatio
        lower
        upper
        pValue
      }
      followUpMedianDays
      followUpLowerDays
      followUpUpperDays
    }
  }
`);
