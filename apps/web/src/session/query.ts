import { graphql } from '@/graphql/generated/index.ts';

/** A field that a study adds, as pages that enter, show or manage it need it. */
export const ownFieldParts = graphql(`
  fragment OwnFieldParts on StudyField {
    id
    key
    form
    name
    kind
    label {
      en
      zh
    }
    help {
      en
      zh
    }
    required
    unit
    lowest
    highest
    codes {
      code
      label {
        en
        zh
      }
    }
    known
    counts
    state
    version
  }
`);

/** What every page needs to know: the reader, and which studies they may open. */
export const sessionQuery = graphql(`
  query Session {
    viewer {
      id
      name
      email
      mayCreateStudies
      mayReadPortalAudit
      mayWatchPortal
      memberships {
        study
        role
        centres
      }
    }
    mySecondFactor {
      isDue
    }
    studies {
      code
      name
      nameZh
      closedAt
      unusedForms
      synthetic
      monthDays
      cutoffOn
      sharesNumbers
      patientCount
      writableCentres
      arms {
        code
        label
        labelZh
      }
      centres {
        code
        name
      }
      fields {
        ...OwnFieldParts
      }
      savedCohorts {
        number
        name
        known
      }
      groupings {
        variable
        labelEn
        labelZh
      }
    }
  }
`);

/** Whom a member of a study asks for a role. */
export const peopleManagersQuery = graphql(`
  query PeopleManagers($study: String!) {
    peopleManagers(study: $study)
  }
`);

/** A file that a page made of rows of the study. */
export const recordExportMutation = graphql(`
  mutation RecordExport($study: String!, $what: String!, $rows: Int!, $fileName: String) {
    recordExport(study: $study, what: $what, rows: $rows, fileName: $fileName)
  }
`);

/** How many patients of a study the reader may read, now. */
export const patientCountQuery = graphql(`
  query PatientCount($study: String!) {
    study(code: $study) {
      code
      patientCount
    }
  }
`);

export const ctcaeTermsQuery = graphql(`
  query CtcaeTerms {
    ctcaeTerms {
      name
      organClass
      grades
      definition
      note
    }
  }
`);
