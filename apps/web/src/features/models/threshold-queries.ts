import { graphql } from '@/graphql/generated/index.ts';

/** A threshold that somebody proposes: by which rule, on which cases, who and why. */
export const proposalFields = graphql(`
  fragment ThresholdProposalFields on ThresholdProposal {
    id
    threshold
    positiveClass
    set
    selection
    dataVersion
    n
    nPositive
    casesSha256
    reason
    proposedBy
    proposedAt
    withdrawnAt
    withdrawnBy
    withdrawnReason
    mayWithdraw
    version
    ...ThresholdProposalSaid
  }
`);

export const thresholdProposalsQuery = graphql(`
  query ThresholdProposals($study: String!, $source: ID!) {
    thresholdProposals(study: $study, source: $source) {
      ...ThresholdProposalFields
    }
  }
`);

/** The threshold that a rule picks on the cases of an evaluation. */
export const thresholdByQuery = graphql(`
  query ThresholdBy(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $positive: String
    $rule: ThresholdRule!
    $target: Float
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, positive: $positive) {
      thresholdBy(rule: $rule, target: $target) {
        threshold
        sensitivity
        specificity
      }
    }
  }
`);

/** Whether the threshold was chosen on the cases it is shown on. */
export const thresholdOriginQuery = graphql(`
  query ThresholdOriginOfEvaluation(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $positive: String
    $threshold: Float
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, threshold: $threshold, positive: $positive) {
      thresholdOrigin {
        isOptimistic
        ...ThresholdOriginSaid
      }
    }
  }
`);

export const proposeThresholdMutation = graphql(`
  mutation ProposeThreshold(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $positive: String
    $proposal: ThresholdProposalInput!
  ) {
    proposeThreshold(
      study: $study
      source: $source
      set: $set
      cohort: $cohort
      positive: $positive
      proposal: $proposal
    ) {
      ...ThresholdProposalFields
    }
  }
`);

export const withdrawThresholdMutation = graphql(`
  mutation WithdrawThreshold($study: String!, $id: ID!, $version: Int!, $reason: String!) {
    withdrawThreshold(study: $study, id: $id, version: $version, reason: $reason) {
      ...ThresholdProposalFields
    }
  }
`);
