import { type DataImportsQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const dataImportsQuery = graphql(`
  query DataImports($study: String!) {
    dataImports(study: $study) {
      id
      fileName
      sha256
      patientsAdded
      recordsAdded
      recordsChanged
      corrected
      importedAt
      importedBy
      undoableUntil
      isExpired
      mayUndo
      undoneAt
      undoneBy
      undoReason
    }
  }
`);

export const importUndoQuery = graphql(`
  query ImportUndo($id: ID!) {
    importUndo(id: $id) {
      obstaclesTotal
      obstacles {
        code
        patient
        form
        en
        zh
        by
        at
      }
    }
  }
`);

export const undoImportMutation = graphql(`
  mutation UndoImport($id: ID!, $reason: String!) {
    undoImport(id: $id, reason: $reason) {
      id
      mayUndo
      undoneAt
      undoneBy
      undoReason
    }
  }
`);

export type RecentImport = DataImportsQuery['dataImports'][number];
