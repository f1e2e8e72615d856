import { graphql } from '@/graphql/generated/index.ts';

export const patientFlowQuery = graphql(`
  query PatientFlow($study: String!) {
    patientFlow(study: $study) {
      dataVersion
      coversStudy
      ...PatientFlowSaid
      common {
        ...FlowStep
      }
      arms {
        code
        withSlide
        withScore
        steps {
          ...FlowStep
        }
      }
    }
    eligibilityRules(study: $study) {
      population
      version
      ...EligibilityRulesOfStudySaid
    }
  }

  fragment FlowStep on PatientFlowStep {
    key
    n
    filter
    exits {
      code
      labelEn
      labelZh
      n
      filter
    }
  }
`);

export const eligibilityRulesQuery = graphql(`
  query EligibilityRules($study: String!) {
    eligibilityRules(study: $study) {
      population
      version
      updatedAt
      updatedBy
      ...EligibilityRulesOfStudySaid
      criteria {
        ...CriterionParts
      }
      published {
        ...CriterionParts
      }
    }
  }

  fragment CriterionParts on EligibilityCriterion {
    code
    kind
    labelEn
    labelZh
    filter
    knownLater
  }
`);

export const saveEligibilityRulesMutation = graphql(`
  mutation SaveEligibilityRules($study: String!, $version: Int!, $rules: EligibilityRulesInput!) {
    saveEligibilityRules(study: $study, version: $version, rules: $rules) {
      version
      ...EligibilityRulesOfStudySaid
    }
  }
`);

export const screeningsQuery = graphql(`
  query Screenings($study: String!) {
    screenings(study: $study) {
      id
      centre
      number
      screenedOn
      outcome
      failedCriteria
      reason
      patientId
      patient
      version
      updatedAt
      updatedBy
    }
    eligibilityRules(study: $study) {
      ...EligibilityRulesOfStudySaid
      criteria {
        code
        labelEn
        labelZh
      }
    }
  }
`);

export const saveScreeningMutation = graphql(`
  mutation SaveScreening($study: String!, $centre: String!, $id: ID, $version: Int, $screening: ScreeningInput!) {
    saveScreening(study: $study, centre: $centre, id: $id, version: $version, screening: $screening) {
      id
    }
  }
`);

export const removeScreeningMutation = graphql(`
  mutation RemoveScreening($id: ID!, $version: Int!, $reason: String!) {
    removeScreening(id: $id, version: $version, reason: $reason)
  }
`);
