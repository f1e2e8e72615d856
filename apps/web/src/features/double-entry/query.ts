import {
  type EntryComparisonQuery,
  type EntryComparisonsQuery,
  type EntryListQuery,
} from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const ruleQuery = graphql(`
  query DoubleEntryRule($study: String!) {
    doubleEntryRule(study: $study) {
      forms
      sharePercent
      version
    }
  }
`);

export const setRuleMutation = graphql(`
  mutation SetDoubleEntryRule($study: String!, $version: Int!, $forms: [String!]!, $sharePercent: Int!) {
    setDoubleEntryRule(study: $study, version: $version, forms: $forms, sharePercent: $sharePercent) {
      forms
      sharePercent
      version
    }
  }
`);

export const tasksQuery = graphql(`
  query SecondEntryTasks($study: String!) {
    secondEntryTasks(study: $study) {
      patientId
      patientCode
      centre
      form
      enteredAt
    }
  }
`);

export const enterMutation = graphql(`
  mutation EnterSecond($study: String!, $patientId: ID!, $form: String!, $values: JSON!) {
    enterSecond(study: $study, patientId: $patientId, form: $form, values: $values) {
      patientId
      form
      enteredAt
    }
  }
`);

export const comparisonsQuery = graphql(`
  query EntryComparisons($study: String!, $states: [ComparisonState!], $first: Int!) {
    entryComparisons(study: $study, states: $states, first: $first) {
      id
      patientId
      patientCode
      centre
      form
      listId
      enteredBy
      state
      compared
      differing
      firstBy
      secondBy
      comparedAt
      resolvedBy
    }
  }
`);

/** With both entries, for a file. */
export const comparedEntriesQuery = graphql(`
  query ComparedEntries($study: String!, $first: Int!) {
    entryComparisons(study: $study, first: $first) {
      id
      patientCode
      centre
      form
      enteredBy
      outcome
      state
      differing
      first
      second
      firstBy
      secondBy
      comparedAt
      chosen
      reason
      resolvedBy
      resolvedAt
    }
  }
`);

export const comparisonQuery = graphql(`
  query EntryComparison($id: ID!) {
    entryComparison(id: $id) {
      record
      recordVersion
      comparison {
        id
        patientId
        patientCode
        centre
        form
        state
        compared
        differing
        first
        second
        firstVersion
        firstBy
        secondBy
        comparedAt
        chosen
        reason
        resolvedAt
        resolvedBy
        version
      }
    }
  }
`);

export const listQuery = graphql(`
  query EntryList($id: ID!) {
    entryList(id: $id) {
      id
      patientId
      form
      comparisons {
        record
        recordVersion
        comparison {
          id
          patientCode
          enteredBy
          state
          compared
          differing
          first
          second
          firstBy
          secondBy
          comparedAt
          chosen
          outcome
          sameAs
          reason
          resolvedAt
          resolvedBy
          version
        }
      }
    }
  }
`);

export const resolveListMutation = graphql(`
  mutation ResolveEntryList($id: ID!, $decisions: [EntryDecisionInput!]!, $reason: String!) {
    resolveEntryList(id: $id, decisions: $decisions, reason: $reason) {
      id
    }
  }
`);

/** What was entered a second time of a list before; nothing of the first entry. */
export const beforeQuery = graphql(`
  query SecondEntriesBefore($study: String!, $patientId: ID!, $form: String!) {
    secondEntriesBefore(study: $study, patientId: $patientId, form: $form)
  }
`);

export const enterListMutation = graphql(`
  mutation EnterSecondList($study: String!, $patientId: ID!, $form: String!, $records: [JSON!]!) {
    enterSecondList(study: $study, patientId: $patientId, form: $form, records: $records) {
      patientId
      form
      enteredAt
    }
  }
`);

export const resolveMutation = graphql(`
  mutation ResolveEntryComparison(
    $id: ID!
    $version: Int!
    $recordVersion: Int!
    $choices: [FieldChoiceInput!]!
    $reason: String!
  ) {
    resolveEntryComparison(
      id: $id
      version: $version
      recordVersion: $recordVersion
      choices: $choices
      reason: $reason
    ) {
      recordVersion
      comparison {
        id
        state
        version
      }
    }
  }
`);

export const agreementQuery = graphql(`
  query DoubleEntryAgreement($study: String!) {
    doubleEntryAgreement(study: $study) {
      agreed
      differs
      resolved
      lists {
        form
        both
        first
        second
      }
      fields {
        form
        field
        n
        agreed
        kappa {
          n
          kappa
          lower
          upper
          ...EntriesKappaSaid
        }
      }
    }
  }
`);

export type ComparisonRow = EntryComparisonsQuery['entryComparisons'][number];
export type Opened = EntryComparisonQuery['entryComparison'];
export type Comparison = Opened['comparison'];
export type OpenedList = EntryListQuery['entryList'];
/** A record of a list, beside what is stored of it. */
export type ListRecord = OpenedList['comparisons'][number];
