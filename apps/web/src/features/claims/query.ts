import { type CheckedPaperQuery, type PapersQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const papersQuery = graphql(`
  query Papers($study: String!) {
    papers(study: $study) {
      name
      citation
      size
      version
      updatedAt
      updatedBy
    }
  }
`);

/** To save it; asked for when it is wanted. */
export const paperFileQuery = graphql(`
  query PaperFile($study: String!) {
    papers(study: $study) {
      name
      file
    }
  }
`);

export const checkedPaperQuery = graphql(`
  query CheckedPaper($study: String!, $paper: String!, $snapshot: ID) {
    checkedPaper(study: $study, paper: $paper, snapshot: $snapshot) {
      name
      citation
      recipe
      dataVersion
      monthDays
      claims {
        name
        place
        unit
        printed
        decimals
        isBelow
        recomputed
        difference
        verdict
        hasScript
        ...CheckedClaimSaid
      }
    }
  }
`);

export const claimFilesQuery = graphql(`
  query ClaimFiles($study: String!, $paper: String!, $claim: String!, $snapshot: ID, $check: Boolean = false) {
    claimFiles(study: $study, paper: $paper, claim: $claim, snapshot: $snapshot) {
      ...InR
    }
  }
`);

export const setPaperMutation = graphql(`
  mutation SetPaper($study: String!, $version: Int!, $file: String!) {
    setPaper(study: $study, version: $version, file: $file) {
      name
      size
      version
    }
  }
`);

export const removePaperMutation = graphql(`
  mutation RemovePaper($study: String!, $name: String!, $version: Int!) {
    removePaper(study: $study, name: $name, version: $version)
  }
`);

export type PaperOfStudy = PapersQuery['papers'][number];
export type Checked = NonNullable<CheckedPaperQuery['checkedPaper']>;
export type CheckedClaim = Checked['claims'][number];
export type Verdict = CheckedClaim['verdict'];
