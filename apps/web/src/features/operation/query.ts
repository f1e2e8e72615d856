import { graphql } from '@/graphql/generated/index.ts';
import { type OperationQuery } from '@/graphql/generated/graphql.ts';

export const operationQuery = graphql(`
  query Operation {
    operation {
      release
      startedAt
      openSessions
      slowFromMs
      checks {
        name
        level
        reason
        amount
        of
        at
      }
      queue {
        kind
        waiting
        active
        oldestSeconds
      }
      workers {
        id
        host
        pid
        kinds
        threads
        startedAt
        seenAt
        isAlive
        runKind
      }
      refusedSignIns {
        hour
        day
        accounts
        tooMany
      }
      requests {
        route
        answers
        failed
        mostWithinSeconds
      }
      slowStatements {
        text
        times
        longestMs
        lastAt
        plan
      }
    }
  }
`);

export type Operation = OperationQuery['operation'];
export type Check = Operation['checks'][number];
