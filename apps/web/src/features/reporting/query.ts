import {
  type ReportedEvaluationFragment,
  type ReportedEvaluationsQuery,
  type ReportingQuery,
} from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

/** What a model card and the checklists are filled from. */
export const reportingQuery = graphql(`
  query Reporting($study: String!) {
    scoreSources(study: $study) {
      ...ScoreSourceFields
    }
    modelVersions {
      id
      line
      version
      status
      origin
      modelSha256
      weights
      classes
      positiveClass
      patchPx
      patchMicronsPerPixel
      graphs {
        role
        provenance
        licence
      }
      trainedOn {
        n
        centres
        snapshotId
      }
      note
      registeredAt
    }
    patientFlow(study: $study) {
      dataVersion
      ...PatientFlowSaid
      common {
        key
        n
      }
      arms {
        code
        withSlide
        withScore
      }
    }
    eligibilityRules(study: $study) {
      population
      version
      ...EligibilityRulesOfStudySaid
      criteria {
        kind
      }
    }
    studyPlan(study: $study) {
      version
      settings {
        targetPatients
        plannedEvents
        endpoint
      }
    }
    snapshots(study: $study) {
      id
      name
      sha256
    }
  }
`);

/** How a score does in each test set, at its own threshold. */
export const reportedEvaluationsQuery = graphql(`
  query ReportedEvaluations($study: String!, $source: ID!) {
    entire: evaluation(study: $study, source: $source, set: ENTIRE) {
      ...ReportedEvaluation
      calibration {
        brier
        observedToExpected
        intercept
        interceptLower
        interceptUpper
        slope
        slopeLower
        slopeUpper
        ...ScoreCalibrationSaid
      }
      subgroups(variables: ["sex", "ageYears", "centre"]) {
        variable
        missing
        pValue
        ...PerformanceByVariableSaid
        groups {
          value
          from
          below
          n
          nPositive
          auc
          aucLower
          aucUpper
          ...PerformanceGroupSaid
        }
      }
    }
    internal: evaluation(study: $study, source: $source, set: INTERNAL) {
      ...ReportedEvaluation
    }
    external: evaluation(study: $study, source: $source, set: EXTERNAL) {
      ...ReportedEvaluation
    }
    training: evaluation(study: $study, source: $source, set: TRAINING) {
      ...ReportedEvaluation
    }
  }

  fragment ReportedEvaluation on Evaluation {
    set
    setNote {
      en
      zh
    }
    n
    nPositive
    nNegative
    positiveClass
    negativeClass
    auc
    aucLower
    aucUpper
    threshold
    ...EvaluationSaid
    confusion {
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
        ...MetricSaid
      }
    }
  }
`);

export type Known = ReportingQuery;
export type Source = Known['scoreSources'][number];
export type Version = Known['modelVersions'][number];
export type Evaluated = ReportedEvaluationFragment;
/** Of the tests with a patient in them; of the training too, where it was scored. */
export type EvaluatedSets = Readonly<ReportedEvaluationsQuery>;
/** Of both tests together, with how well the scores are calibrated and how they do in groups. */
export type Entire = EvaluatedSets['entire'];

/** The registered version whose scores a source has. */
export function versionOf(known: Known, source: Source | null): Version | null {
  return known.modelVersions.find(({ line, version }) => `${line} v${version}` === source?.modelName) ?? null;
}
