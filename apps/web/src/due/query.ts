import { graphql } from '@/graphql/generated/index.ts';
import { type DueItemsQuery } from '@/graphql/generated/graphql.ts';

export const dueItemsQuery = graphql(`
  query DueItems($study: String!, $filter: DueItemsFilter, $first: Int!, $after: String) {
    dueItems(study: $study, filter: $filter, first: $first, after: $after) {
      rows {
        patientId
        code
        centre
        form
        visit
        dueOn
        opensOn
        closesOn
        state
        overdueBy
        missed
        cursor
      }
      total
      counts {
        overdue
        due
        coming
      }
      nextCursor
    }
  }
`);

export type DueItem = DueItemsQuery['dueItems']['rows'][number];
