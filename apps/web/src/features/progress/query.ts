import { graphql } from '@/graphql/generated/index.ts';
import { type StudyProgressQuery } from '@/graphql/generated/graphql.ts';

export const studyProgressQuery = graphql(`
  query StudyProgress($study: String!) {
    studyProgress(study: $study) {
      dataVersion
      coversStudy
      until
      monthDays
      endpoint
      targetPatients
      accrual {
        months
        undated
        planned
        centres {
          centre
          counts
          n
        }
        ...StudyAccrualSaid
      }
      followUp {
        n
        died
        reached
        short
        share
        groups {
          arm
          n
          followed
          deaths
          imaged
          progressions
          medianDays
          lowerDays
          upperDays
        }
        ...StudyFollowUpSaid
      }
      lastContacts {
        fromDays
        toDays
        patients
      }
      information {
        events
        planned
        fraction
        needed
        detectable
        ...StudyInformationSaid
      }
      completeness {
        centres {
          centre
          patients
          expected
          recorded
          queries
          overdue
        }
        ...StudyCompletenessSaid
      }
    }
  }
`);

export type Progress = StudyProgressQuery['studyProgress'];
