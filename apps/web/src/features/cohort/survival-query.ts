import { graphql } from '@/graphql/generated/index.ts';

/** Overall survival by arm, as much of it as a tile shows. */
export const cohortSurvivalQuery = graphql(`
  query CohortSurvival(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $scope: AnalysisScope
    $drawing: CurveDrawing!
  ) {
    survival(study: $study, endpoint: OS, groupBy: "arm", cohort: $cohort, snapshot: $snapshot, scope: $scope) {
      monthDays
      n
      withheldGroups
      ...SurvivalAnalysisSaid
      protection {
        smallestCell
        ...ProtectionSaid
      }
      curves(drawing: $drawing) {
        ...DrawnCurve
      }
    }
  }
`);
