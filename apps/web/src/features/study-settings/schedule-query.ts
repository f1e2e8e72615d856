import { graphql } from '@/graphql/generated/index.ts';
import { type StudyScheduleQuery } from '@/graphql/generated/graphql.ts';

export const studyScheduleQuery = graphql(`
  query StudySchedule($study: String!) {
    studySchedule(study: $study) {
      version
      updatedAt
      updatedBy
      settings {
        cycleDays
        imagingOn
        imagingEvery
        imagingUnit
        imagingWindowDays
        imagingUntil
        labsOn
        labsWindowDays
        contactOn
        contactEveryDays
        contactWindowDays
      }
    }
  }
`);

export const setScheduleMutation = graphql(`
  mutation SetStudySchedule($study: String!, $version: Int!, $schedule: StudyScheduleInput!) {
    setStudySchedule(study: $study, version: $version, schedule: $schedule) {
      version
    }
  }
`);

export type StoredSchedule = StudyScheduleQuery['studySchedule'];
