import { graphql } from '@/graphql/generated/index.ts';

/** A batch with everything that is shown of it; the same fields come with every event. */
export const batchFields = graphql(`
  fragment BatchFields on Batch {
    id
    modelId
    modelSha256
    providerAsked
    total
    queued
    running
    done
    failed
    cancelled
    partly
    requestedBy
    queuedAt
    startedAt
    finishedAt
    cancelledAt
    failures {
      inferenceId
      slideId
      barcode
      errorCode
      errorMessage
    }
  }
`);

export const batchesQuery = graphql(`
  query Batches($study: String!) {
    batches(study: $study) {
      ...BatchFields
    }
  }
`);

export const batchPlanQuery = graphql(`
  query BatchPlan($study: String!, $cohort: CohortInput, $modelId: ID!) {
    batchPlan(study: $study, cohort: $cohort, modelId: $modelId) {
      slides
      withImage
      scored
      underWay
      leftOut
    }
  }
`);

export const runBatchMutation = graphql(`
  mutation RunBatch(
    $study: String!
    $cohort: CohortInput
    $modelId: ID!
    $provider: Provider!
    $onlyUnscored: Boolean!
  ) {
    runBatch(study: $study, cohort: $cohort, modelId: $modelId, provider: $provider, onlyUnscored: $onlyUnscored) {
      ...BatchFields
    }
  }
`);

export const cancelBatchMutation = graphql(`
  mutation CancelBatch($id: ID!) {
    cancelBatch(id: $id) {
      ...BatchFields
    }
  }
`);

export const batchProgressSubscription = graphql(`
  subscription BatchProgress($id: ID!) {
    batchProgress(id: $id) {
      ...BatchFields
    }
  }
`);
