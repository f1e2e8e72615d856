import { graphql } from '@/graphql/generated/index.ts';

/** What every page needs to know: the reader, and which studies they may open. */
export const sessionQuery = graphql(`
  query Session {
    viewer {
      id
      name
      email
      memberships {
        study
        role
        centres
      }
    }
    studies {
      code
      name
      synthetic
      monthDays
      cutoffOn
      patientCount
      writableCentres
      arms {
        code
        label
      }
      centres {
        code
        name
      }
      groupings {
        variable
        labelEn
        labelZh
      }
    }
  }
`);
