import { graphql } from '@/graphql/generated/index.ts';
import { type ReadDictionaryMutation, type StudyFieldsQuery } from '@/graphql/generated/graphql.ts';

export const studyFieldsQuery = graphql(`
  query StudyFields($study: String!) {
    studyFields(study: $study) {
      ...OwnFieldParts
      updatedAt
      updatedBy
    }
  }
`);

export type StudyField = StudyFieldsQuery['studyFields'][number];

export const saveMutation = graphql(`
  mutation SaveStudyField($study: String!, $id: ID, $version: Int, $field: StudyFieldInput!) {
    saveStudyField(study: $study, id: $id, version: $version, field: $field) {
      id
      version
    }
  }
`);

export const publishMutation = graphql(`
  mutation PublishStudyField($study: String!, $id: ID!, $version: Int!) {
    publishStudyField(study: $study, id: $id, version: $version) {
      id
      version
    }
  }
`);

export const retireMutation = graphql(`
  mutation RetireStudyField($study: String!, $id: ID!, $version: Int!) {
    retireStudyField(study: $study, id: $id, version: $version) {
      id
      version
    }
  }
`);

export const removeMutation = graphql(`
  mutation RemoveStudyField($study: String!, $id: ID!, $version: Int!) {
    removeStudyField(study: $study, id: $id, version: $version)
  }
`);

export const orderMutation = graphql(`
  mutation OrderStudyFields($study: String!, $form: String!, $ids: [ID!]!) {
    orderStudyFields(study: $study, form: $form, ids: $ids) {
      id
    }
  }
`);

export const readDictionaryMutation = graphql(`
  mutation ReadDictionary($study: String!, $csv: String!, $isTrial: Boolean!) {
    readDictionary(study: $study, csv: $csv, isTrial: $isTrial) {
      isStored
      rows {
        line
        name
        form
        fate
        problems {
          place
          expected {
            en
            zh
          }
        }
        notes {
          en
          zh
        }
      }
    }
  }
`);

export type DictionaryReport = ReadDictionaryMutation['readDictionary'];
