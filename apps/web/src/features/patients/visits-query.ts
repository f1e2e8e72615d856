import { graphql } from '@/graphql/generated/index.ts';
import { type PatientVisitsQuery } from '@/graphql/generated/graphql.ts';

export const visitFragments = graphql(`
  fragment Visits on PatientVisits {
    due {
      form
      visit
      dueOn
      opensOn
      closesOn
      state
      overdueBy
    }
    missed {
      form
      visit
      dueOn
    }
    stop {
      stoppedOn
      why
      note
      version
      updatedAt
      updatedBy
    }
    hasTimeZero
  }
`);

export const patientVisitsQuery = graphql(`
  query PatientVisits($patientId: ID!) {
    patientVisits(patientId: $patientId) {
      ...Visits
    }
  }
`);

export const stopVisitsMutation = graphql(`
  mutation StopVisits($patientId: ID!, $version: Int!, $stop: VisitStopInput!) {
    stopVisits(patientId: $patientId, version: $version, stop: $stop) {
      hasTimeZero
    }
  }
`);

export const resumeVisitsMutation = graphql(`
  mutation ResumeVisits($patientId: ID!, $version: Int!, $reason: String!) {
    resumeVisits(patientId: $patientId, version: $version, reason: $reason) {
      hasTimeZero
    }
  }
`);

export type Visits = PatientVisitsQuery['patientVisits'];
