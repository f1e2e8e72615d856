import { graphql } from '@/graphql/generated/index.ts';

/** Survival and response by score, in each arm. */
export const scoreOutcomeQuery = graphql(`
  query ScoreOutcome(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $endpoint: Endpoint!
    $threshold: Float
  ) {
    scoreOutcome(
      study: $study
      source: $source
      set: $set
      cohort: $cohort
      endpoint: $endpoint
      threshold: $threshold
    ) {
      endpoint
      threshold
      n
      events
      monthDays
      dataVersion
      recipe
      ...ScoreOutcomeSaid
      groups {
        arm
        isHigh
        n
        events
        medianDays
        medianLowerDays
        medianUpperDays
        days
        atRisk
        nEvent
        nCensor
        survival
        lower
        upper
        responders
        evaluable
        responseLower
        responseUpper
        ...ScoreGroupOutcomeSaid
      }
      effects {
        arm
        hazardRatio {
          estimate
          lower
          upper
          pValue
        }
        logRankP
      }
      survivalInteractionP
      responseInteractionP
      per01 {
        estimate
        lower
        upper
        pValue
      }
      spline {
        at
        logHazardRatio
        lower
        upper
        medianScore
        nonlinearityP
        ...ScoreSplineSaid
      }
      bestCut {
        cut
        pValue
        correctedP
      }
    }
  }
`);

/** The same numbers in R. */
export const scoreOutcomeFilesQuery = graphql(`
  query ScoreOutcomeFiles(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $endpoint: Endpoint!
    $threshold: Float
    $check: Boolean = false
  ) {
    scoreOutcome(
      study: $study
      source: $source
      set: $set
      cohort: $cohort
      endpoint: $endpoint
      threshold: $threshold
    ) {
      files {
        ...InR
      }
    }
  }
`);
