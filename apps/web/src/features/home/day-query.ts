import { graphql } from '@/graphql/generated/index.ts';

/** What waits for whoever enters records: visits of their round, and questions that they answer. */
export const dayQuery = graphql(`
  query Day($study: String!) {
    dueItems(study: $study, first: 5) {
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
    }
    dataQueryCounts(study: $study) {
      open
    }
    worklist(study: $study) {
      mine {
        incomplete
        asked
        answered
        next {
          patientId
          code
          centre
          form
          asked
        }
      }
    }
  }
`);

/** What the rules of data quality found, by rule. */
export const ruleWorkQuery = graphql(`
  query RuleWork($study: String!) {
    studyQuality(study: $study) {
      rules {
        key
        nameEn
        nameZh
        isOn
        counts {
          state
          findings
        }
      }
      foundAt
    }
  }
`);

/** What went wrong in a study, and when its audit trail was last verified. */
export const troubleQuery = graphql(`
  query Trouble($study: String!) {
    worklist(study: $study) {
      trouble {
        scores
        trainings
        rules
      }
    }
    auditChain(study: $study) {
      unsealed
      verified {
        at
        fault
      }
    }
  }
`);

/** The newest batches of slides that were scored. */
export const latestBatchesQuery = graphql(`
  query LatestBatches($study: String!) {
    batches(study: $study) {
      id
      modelId
      queuedAt
      requestedBy
      total
      done
      failed
      cancelled
    }
  }
`);

/** What waits for whoever asks about records and compares them with their sources. */
export const reviewWorkQuery = graphql(`
  query ReviewWork($study: String!) {
    dataQueryCounts(study: $study) {
      open
      answered
    }
    verifiedShares(study: $study) {
      records
      verified
    }
  }
`);
