import { type SavedCohortsQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export type SavedCohort = SavedCohortsQuery['savedCohorts'][number];

export const savedCohortParts = graphql(`
  fragment SavedCohortParts on SavedCohort {
    id
    number
    kind
    name
    description
    rule
    known
    n
    since {
      n
      entered
      left
      changed
    }
    faults
    dataVersion
    madeBy
    madeAt
    updatedBy
    updatedAt
    removedAt
    version
    mayChange
  }
`);

export const savedCohortsQuery = graphql(`
  query SavedCohorts($study: String!, $removed: Boolean!, $withAllCentres: Boolean!) {
    savedCohorts(study: $study, removed: $removed) {
      ...SavedCohortParts
      allCentres @include(if: $withAllCentres) {
        n
        atMost
      }
    }
  }
`);

export const savedCohortVersionsQuery = graphql(`
  query SavedCohortVersions($study: String!, $id: ID!) {
    savedCohortVersions(study: $study, id: $id) {
      version
      name
      description
      rule
      dataVersion
      removed
      changedAt
      changedBy
    }
  }
`);

export const changeMutation = graphql(`
  mutation ChangeSavedCohort($study: String!, $id: ID!, $version: Int!, $cohort: SavedCohortInput!) {
    changeSavedCohort(study: $study, id: $id, version: $version, cohort: $cohort) {
      ...SavedCohortParts
    }
  }
`);

export const restoreMutation = graphql(`
  mutation RestoreSavedCohort($study: String!, $id: ID!, $version: Int!, $to: Int!) {
    restoreSavedCohort(study: $study, id: $id, version: $version, to: $to) {
      ...SavedCohortParts
    }
  }
`);

export const removeMutation = graphql(`
  mutation RemoveSavedCohort($study: String!, $id: ID!, $version: Int!) {
    removeSavedCohort(study: $study, id: $id, version: $version) {
      ...SavedCohortParts
    }
  }
`);
