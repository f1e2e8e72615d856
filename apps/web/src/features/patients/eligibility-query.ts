import { graphql } from '@/graphql/generated/index.ts';

export const patientEligibilityQuery = graphql(`
  query PatientEligibility($patientId: ID!) {
    patientEligibility(patientId: $patientId) {
      ...EligibilityParts
    }
  }

  fragment EligibilityParts on PatientEligibility {
    state
    criteria {
      code
      kind
      labelEn
      labelZh
      met
      missingEn
      missingZh
    }
    decision {
      eligible
      reason
      decidedBy
      decidedAt
      version
    }
  }
`);

export const decideEligibilityMutation = graphql(`
  mutation DecideEligibility($patientId: ID!, $eligible: Boolean!, $reason: String!, $version: Int!) {
    decideEligibility(patientId: $patientId, eligible: $eligible, reason: $reason, version: $version) {
      ...EligibilityParts
    }
  }
`);

export const takeBackEligibilityMutation = graphql(`
  mutation TakeBackEligibility($patientId: ID!, $version: Int!, $reason: String!) {
    takeBackEligibility(patientId: $patientId, version: $version, reason: $reason) {
      ...EligibilityParts
    }
  }
`);
