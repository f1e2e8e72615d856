import { graphql } from '@/graphql/generated/index.ts';

/** How it went for the patient of a slide, and for the arms of the study. */
export const caseCourseQuery = graphql(`
  query CaseCourse($study: String!, $patientId: ID!, $drawing: CurveDrawing!) {
    patient(id: $patientId) {
      id
      outcome {
        osDays
        osEvent
        osMissing
      }
    }
    survival(study: $study, endpoint: OS, groupBy: "arm") {
      monthDays
      n
      ...SurvivalAnalysisSaid
      curves(drawing: $drawing) {
        label
        n
        packed {
          days
          atRisk
          nEvent
          nCensor
          survival
          lower
          upper
        }
        ...SurvivalCurveSaid
      }
    }
  }
`);
