import { type ReadingCasesQuery, type ReadingTaskQuery, type ReadingTasksQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const readingFragments = graphql(`
  fragment ReadLesionShown on ReadLesion {
    id
    role
    organ
    proven
    diametersMm
    states
  }

  fragment DerivedReadingShown on DerivedReading {
    best
    bestDay
    progressionDay
    ...DerivedReadingSaid
    visits {
      day
      sumMm
      nadirMm
      changeFromBaseline
      changeFromNadir
      target
      nonTarget
      newLesion
      overall
      ...DerivedVisitSaid
    }
  }
`);

export const tasksQuery = graphql(`
  query ReadingTasks($study: String!, $right: String!) {
    readingTasks(study: $study, right: $right) {
      id
      number
      days
      state
      isAdjudication
    }
  }
`);

export const taskQuery = graphql(`
  query ReadingTask($id: ID!) {
    readingTask(id: $id) {
      id
      number
      days
      state
      isAdjudication
      discordance
      absoluteIncreaseMm
      stableFromDay
      confirmationDays
      thrombusAsTarget
      hilarNodeMm
      nodeMm
      effusionNeedsCytology
      atypicalGrowthMm
      version
      remark
      newLesion
      chosenId
      submittedAt
      lesions {
        ...ReadLesionShown
      }
      derived {
        ...DerivedReadingShown
      }
      rivals {
        id
        newLesion
        remark
        lesions {
          ...ReadLesionShown
        }
        derived {
          ...DerivedReadingShown
        }
      }
    }
  }
`);

export const derivedQuery = graphql(`
  query DerivedReading($id: ID!, $reading: ReadingInput!) {
    derivedReading(id: $id, reading: $reading) {
      ...DerivedReadingShown
    }
  }
`);

export const saveMutation = graphql(`
  mutation SaveReading($id: ID!, $version: Int!, $reading: ReadingInput!, $remark: String, $isSubmitted: Boolean!) {
    saveReading(id: $id, version: $version, reading: $reading, remark: $remark, isSubmitted: $isSubmitted) {
      id
      version
      state
    }
  }
`);

export const chooseMutation = graphql(`
  mutation ChooseReading($id: ID!, $version: Int!, $chosenId: ID!, $remark: String) {
    chooseReading(id: $id, version: $version, chosenId: $chosenId, remark: $remark) {
      id
      version
      state
    }
  }
`);

export const casesQuery = graphql(`
  query ReadingCases($study: String!) {
    readingCases(study: $study) {
      id
      number
      days
      state
      differs
      isStored
      fault
      createdAt
      readings {
        slot
        name
        state
      }
    }
  }
`);

export const toAssignQuery = graphql(`
  query ReadingsToAssign($study: String!, $code: String!) {
    readingPlan(study: $study) {
      discordance
      absoluteIncreaseMm
      stableFromDay
      confirmationDays
      thrombusAsTarget
      hilarNodeMm
      nodeMm
      effusionNeedsCytology
      atypicalGrowthMm
      version
    }
    blindMembers(study: $study) {
      userId
      name
      right
    }
    patientsToRead(study: $study, code: $code) {
      id
      code
      centre
      isAccepted
      isAssigned
      images {
        id
        visitNumber
        day
      }
    }
  }
`);

export const assignMutation = graphql(`
  mutation AssignReadings(
    $study: String!
    $patients: [PatientToReadInput!]!
    $firstReader: ID!
    $secondReader: ID!
    $adjudicator: ID!
  ) {
    assignReadings(
      study: $study
      patients: $patients
      firstReader: $firstReader
      secondReader: $secondReader
      adjudicator: $adjudicator
    )
  }
`);

export const planMutation = graphql(`
  mutation SetReadingPlan($study: String!, $version: Int!, $plan: ReadingPlanInput!) {
    setReadingPlan(study: $study, version: $version, plan: $plan) {
      version
    }
  }
`);

export const reopenMutation = graphql(`
  mutation ReopenReading($caseId: ID!, $slot: String!, $reason: String!) {
    reopenReading(caseId: $caseId, slot: $slot, reason: $reason) {
      id
      state
    }
  }
`);

export const revealMutation = graphql(`
  mutation RevealReadingCase($caseId: ID!) {
    revealReadingCase(caseId: $caseId) {
      patientId
      code
    }
  }
`);

export const storeMutation = graphql(`
  mutation StoreAcceptedReading($caseId: ID!) {
    storeAcceptedReading(caseId: $caseId) {
      id
      isStored
      fault
    }
  }
`);

export const agreementQuery = graphql(`
  query ReadingAgreement($study: String!) {
    readingAgreement(study: $study) {
      cases
      discordant
      adjudicated
      ofVisits {
        n
        observed
        kappa
        lower
        upper
        ...ReadersKappaSaid
      }
      ofBest {
        n
        observed
        kappa
        lower
        upper
        ...ReadersKappaSaid
      }
    }
  }
`);

export type TaskRow = ReadingTasksQuery['readingTasks'][number];
export type Task = ReadingTaskQuery['readingTask'];
export type Rival = Task['rivals'][number];
export type Derived = NonNullable<Task['derived']>;
export type Case = ReadingCasesQuery['readingCases'][number];
