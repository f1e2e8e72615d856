import { graphql } from '@/graphql/generated/index.ts';
import { type StudyPlanQuery } from '@/graphql/generated/graphql.ts';

export const studyPlanQuery = graphql(`
  query StudyPlan($study: String!) {
    studyPlan(study: $study) {
      version
      updatedAt
      updatedBy
      settings {
        targetPatients
        accrualFrom
        accrualUntil
        endpoint
        plannedEvents
        hazardRatio
        alpha
        power
        comparisonShare
      }
    }
  }
`);

export const setPlanMutation = graphql(`
  mutation SetStudyPlan($study: String!, $version: Int!, $plan: StudyPlanInput!) {
    setStudyPlan(study: $study, version: $version, plan: $plan) {
      version
    }
  }
`);

export type StoredPlan = StudyPlanQuery['studyPlan'];
