import { graphql } from '@/graphql/generated/index.ts';

export const trainingModelsQuery = graphql(`
  query TrainingModels {
    models {
      id
      line
      version
      status
      usable
      weights
    }
  }
`);

export const trainingPreviewQuery = graphql(`
  query TrainingPreview($study: String!, $input: TrainingInput!) {
    trainingPreview(study: $study, input: $input) {
      snapshotId
      parts {
        part
        slides
        patients
        positive
        negative
        centres
      }
      left {
        reason
        slides
        barcodes
      }
      problems {
        part
        lacks
      }
      slides
      mostFolds
      bagsKept
      synthetic
      outlined
      weights
    }
  }
`);

/** What changes during a run, and its settings. */
export const trainingFields = graphql(`
  fragment TrainingFields on TrainingRun {
    ...RunState
    modelId
    head
    hidden
    weightDecay
    patience
    folds
    repeats
    learningRate
    split
    testCentre
    tuningShare
    testShare
    seed
    epochs
    classWeights
    useOutlines
    outlined
    providerRan
    snapshotId
    synthetic
    parts {
      part
      slides
      patients
      positive
      negative
      centres
    }
    outcome {
      bestEpoch
      trainingLoss
      tuningLoss
      threshold
      thresholdRule
      leftOut
      bagsReused
      weights
      secondsTotal
      stopped
      lastEpoch
      mostRows
      crossValidation {
        folds
        repeats
        n
        nPositive
        attention {
          auc
          aucLower
          aucUpper
          ...HeldOutCurveSaid
        }
        mean {
          auc
          aucLower
          aucUpper
          ...HeldOutCurveSaid
        }
        difference
        differenceLower
        differenceUpper
        pValue
        ...CrossValidationSaid
        trainings {
          repeat
          fold
          slides
          attentionEpoch
          meanEpoch
          attentionAuc
          meanAuc
        }
      }
      evaluations {
        part
        n
        nPositive
        nNegative
        auc
        aucLower
        aucUpper
        ...TrainingEvaluationSaid
        truePositive
        falsePositive
        falseNegative
        trueNegative
        metrics {
          name
          value
          lower
          upper
          numerator
          denominator
          ...TrainingMetricSaid
        }
      }
    }
    candidateModelId
    candidateVersionId
  }
`);

export const trainingRunsQuery = graphql(`
  query TrainingRuns($study: String!) {
    trainingRuns(study: $study) {
      ...TrainingFields
    }
  }
`);

export const trainingCurveQuery = graphql(`
  query TrainingCurve($id: ID!, $mostPoints: Int!) {
    trainingRun(id: $id) {
      id
      curve(mostPoints: $mostPoints) {
        epoch
        trainingLoss
        tuningLoss
        trainingAuc
        tuningAuc
      }
    }
  }
`);

/** What was held out: the curves, and the slides that they are of. */
export const heldOutQuery = graphql(`
  query HeldOut($id: ID!) {
    trainingRun(id: $id) {
      id
      heldOutCurves {
        attention {
          thresholds
          sensitivity
          specificity
        }
        mean {
          thresholds
          sensitivity
          specificity
        }
      }
    }
  }
`);

/** For the file of them. */
export const heldOutSlidesQuery = graphql(`
  query HeldOutSlides($id: ID!) {
    trainingRun(id: $id) {
      id
      cases {
        position
        barcode
        patientCode
        centre
        part
        positive
        folds
        heldOut
        heldOutMean
        prps
        leftOut
      }
    }
  }
`);

export const trainingProgressSubscription = graphql(`
  subscription TrainingProgress($id: ID!, $mostPoints: Int!) {
    trainingProgress(id: $id) {
      ...TrainingFields
      curve(mostPoints: $mostPoints) {
        epoch
        trainingLoss
        tuningLoss
        trainingAuc
        tuningAuc
      }
    }
  }
`);

export const startTrainingMutation = graphql(`
  mutation StartTraining($study: String!, $input: TrainingInput!, $snapshotId: String) {
    startTraining(study: $study, input: $input, snapshotId: $snapshotId) {
      ...TrainingFields
    }
  }
`);

export const cancelTrainingMutation = graphql(`
  mutation CancelTraining($id: ID!) {
    cancelTraining(id: $id) {
      ...RunState
    }
  }
`);
