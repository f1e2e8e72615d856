import { graphql } from '@/graphql/generated/index.ts';

/** The main result of a study, from the patients the viewer may read. */
export const studyResultQuery = graphql(`
  query StudyResult($study: String!, $drawing: CurveDrawing!) {
    cohortSummary(study: $study) {
      n
      ...CohortSummarySaid
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
      dataVersion
      n
      ...SurvivalAnalysisSaid
      contradictions {
        reason
        en
        zh
      }
      curves(drawing: $drawing) {
        ...DrawnCurve
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

/** What waits for the viewer; each part is asked for by those who are shown it. */
export const worklistQuery = graphql(`
  query Worklist(
    $study: String!
    $records: Boolean!
    $slides: Boolean!
    $models: Boolean!
    $people: Boolean!
    $unsigned: Boolean!
  ) {
    worklist(study: $study) {
      entry @include(if: $records) {
        patients
        incomplete
        missing {
          form
          patients
        }
        contradictory
        next {
          id
          code
          centre
          missing
          isContradictory
        }
        uploads
      }
      slides @include(if: $slides) {
        images
        withoutOutline
        withoutScore
        next {
          id
          barcode
          patientCode
        }
      }
      models @include(if: $models) {
        candidates
        trainings {
          id
          modelId
          status
          queuedAt
          requestedBy
        }
      }
      unsigned @include(if: $unsigned) {
        toLock
        records
        patients
        next {
          patientId
          code
          centre
          form
          n
        }
      }
      people @include(if: $people) {
        members
        invited
        expired
        withoutSecondFactor
      }
    }
  }
`);

/** The newest changes that are open to the viewer. */
export const recentChangesQuery = graphql(`
  query RecentChanges($study: String!, $first: Int!) {
    auditEntries(study: $study, first: $first) {
      id
      at
      by
      action
      form
      patientId
      patientCode
      reason
    }
  }
`);

export const waitingSecondEntriesQuery = graphql(`
  query WaitingSecondEntries($study: String!) {
    secondEntryTasks(study: $study) {
      patientId
      form
      enteredAt
    }
  }
`);

export const openReadingsQuery = graphql(`
  query OpenReadings($study: String!, $right: String!) {
    readingTasks(study: $study, right: $right) {
      id
      state
    }
  }
`);
