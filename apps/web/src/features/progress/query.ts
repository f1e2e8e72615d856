import { graphql } from '@/graphql/generated/index.ts';
import { type SharedProgressQuery, type StudyProgressQuery } from '@/graphql/generated/graphql.ts';

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

/** All centres, protected, for whoever reads some of them. */
export const sharedProgressQuery = graphql(`
  query SharedProgress($study: String!) {
    sharedProgress(study: $study) {
      dataVersion
      n
      monthDays
      endpoint
      recorded
      withheldArms
      protection {
        ...ProtectionSaid
      }
      groups {
        arm
        n
        deaths
        progressions
        medianDays
        lowerDays
        upperDays
      }
      accrual {
        variable
        scale
        bins {
          from
          to
          n
          atMost
          own
          ofAll
          ofAllAtMost
        }
      }
      information {
        events
        planned
        fraction
        needed
        detectable
        ...StudyInformationSaid
      }
    }
  }
`);

export type SharedProgress = NonNullable<SharedProgressQuery['sharedProgress']>;
export type Progress = StudyProgressQuery['studyProgress'];
