import { type ChecklistAnswer as Answered, type ChecklistName } from '@haim/schema';
import { type ChecklistAnswersQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';
import { type Fact, type State } from './use-facts.ts';

export const checklistAnswersQuery = graphql(`
  query ChecklistAnswers($study: String!) {
    checklistAnswers(study: $study) {
      ...ChecklistAnswerFields
    }
  }

  fragment ChecklistAnswerFields on ChecklistAnswer {
    checklist
    item
    state
    answer
    place
    version
    updatedAt
    updatedBy
  }
`);

export const answerChecklistMutation = graphql(`
  mutation AnswerChecklist($study: String!, $version: Int!, $answer: ChecklistAnswerInput!) {
    answerChecklist(study: $study, version: $version, answer: $answer) {
      ...ChecklistAnswerFields
    }
  }
`);

export type Answer = ChecklistAnswersQuery['checklistAnswers'][number];

/** As the contract names them. */
export const contractName = (name: ChecklistName) => name.toUpperCase() as Answer['checklist'];
export const contractState = {
  open: 'OPEN',
  written: 'WRITTEN',
  notApplicable: 'NOT_APPLICABLE',
} as const satisfies Readonly<Record<Answered['state'], Answer['state']>>;

/** What stands for an item: what its authors wrote, before what the portal knows. */
export function stateOf({ state }: Fact, answer: Answer | undefined): State | 'written' | 'notApplicable' {
  if (answer?.state === 'WRITTEN') return 'written';
  return answer?.state === 'NOT_APPLICABLE' ? 'notApplicable' : state;
}

/** Whether somebody has still to write it. */
export const isLeft = (state: ReturnType<typeof stateOf>): boolean => state === 'gap' || state === 'partly';
