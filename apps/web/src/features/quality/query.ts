import { graphql } from '@/graphql/generated/index.ts';
import { type QualityFindingsQuery, type StudyQualityQuery } from '@/graphql/generated/graphql.ts';

export type StudyQuality = StudyQualityQuery['studyQuality'];
export type QualityRule = StudyQuality['rules'][number];
export type Finding = QualityFindingsQuery['qualityFindings'][number];

export const studyQualityQuery = graphql(`
  query StudyQuality($study: String!) {
    studyQuality(study: $study) {
      rules {
        key
        nameEn
        nameZh
        isOwn
        condition
        isOn
        raisesQuery
        version
        updatedAt
        updatedBy
        counts {
          centre
          state
          findings
          patients
        }
      }
      newestRun {
        ...RunState
        cause
        finishedAt
        requestedBy
      }
      foundAt
      nightly
      nightlyVersion
    }
  }
`);

export const qualityFindingsQuery = graphql(`
  query QualityFindings(
    $study: String!
    $rule: String!
    $states: [FindingState!]
    $centre: String
    $first: Int!
    $after: ID
  ) {
    qualityFindings(study: $study, rule: $rule, states: $states, centre: $centre, first: $first, after: $after) {
      id
      centre
      patientId
      patientCode
      form
      recordId
      field
      recorded
      expected
      state
      firstFoundAt
      reason
      exceptedBy
      exceptedAt
      queryState
    }
  }
`);

export const qualityProgressSubscription = graphql(`
  subscription QualityProgress($id: ID!) {
    qualityProgress(id: $id) {
      ...RunState
      cause
      finishedAt
      requestedBy
    }
  }
`);

export const startRunMutation = graphql(`
  mutation StartQualityRun($study: String!) {
    startQualityRun(study: $study) {
      ...RunState
    }
  }
`);

export const cancelRunMutation = graphql(`
  mutation CancelQualityRun($id: ID!) {
    cancelQualityRun(id: $id) {
      ...RunState
    }
  }
`);

export const setRuleMutation = graphql(`
  mutation SetQualityRule($study: String!, $key: ID!, $version: Int!, $isOn: Boolean!, $raisesQuery: Boolean!) {
    setQualityRule(study: $study, key: $key, version: $version, isOn: $isOn, raisesQuery: $raisesQuery) {
      key
      version
    }
  }
`);

export const saveRuleMutation = graphql(`
  mutation SaveQualityRule($study: String!, $key: ID, $version: Int, $input: QualityRuleInput!) {
    saveQualityRule(study: $study, key: $key, version: $version, input: $input) {
      key
      version
    }
  }
`);

export const setScheduleMutation = graphql(`
  mutation SetQualitySchedule($study: String!, $nightly: Boolean!, $version: Int!) {
    setQualitySchedule(study: $study, nightly: $nightly, version: $version)
  }
`);

export const exceptMutation = graphql(`
  mutation ExceptFinding($id: ID!, $reason: String!) {
    exceptFinding(id: $id, reason: $reason) {
      id
      state
      reason
      exceptedBy
      exceptedAt
    }
  }
`);

export const withdrawMutation = graphql(`
  mutation WithdrawException($id: ID!) {
    withdrawException(id: $id) {
      id
      state
      reason
      exceptedBy
      exceptedAt
    }
  }
`);
