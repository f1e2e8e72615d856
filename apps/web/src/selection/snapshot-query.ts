import { type SnapshotsQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

/** The frozen data versions of a study, newest first. */
export const snapshotsQuery = graphql(`
  query Snapshots($study: String!) {
    snapshots(study: $study) {
      id
      name
      reason
      madeAt
      madeBy
      dataVersion
      recipe
      cutoffOn
      sha256
      n
      total
      keepsImages
      keepsCycles
    }
  }
`);

/** How many patients of one's own centres are not now what each snapshot keeps. */
export const snapshotChangesQuery = graphql(`
  query SnapshotChanges($study: String!) {
    snapshotChanges(study: $study) {
      id
      entered
      removed
      changed
    }
  }
`);

export type Snapshot = SnapshotsQuery['snapshots'][number];
