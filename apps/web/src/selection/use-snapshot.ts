'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { type Snapshot, snapshotChangesQuery, snapshotsQuery } from './snapshot-query.ts';
import { useSnapshotId } from './use-snapshot-id.ts';

/** A hash is compared by its beginning, and given in full in files. */
export const shortHash = (sha256: string): string => sha256.slice(0, 8);

export interface ChosenSnapshot {
  /** Whether a snapshot is analysed at all. */
  readonly isFrozen: boolean;
  /** Null while it is being loaded, or where it is not one of the study. */
  readonly snapshot: Snapshot | null;
  readonly isUnknown: boolean;
  /** Patients of one's own centres that are not now what it keeps; null while that is not known. */
  readonly nChanged: number | null;
}

/** The snapshot that the analyses of the page count. */
export function useSnapshot(): ChosenSnapshot {
  const study = useStudy();
  const { id } = useSnapshotId();
  const skip = id === null;
  const variables = { study: study.code };
  const { data, loading } = useQuery(snapshotsQuery, { variables, skip });
  const { data: changes } = useQuery(snapshotChangesQuery, { variables, skip, fetchPolicy: 'cache-and-network' });
  const snapshot = data?.snapshots.find((one) => one.id === id) ?? null;
  const change = changes?.snapshotChanges.find((one) => one.id === id);
  return {
    isFrozen: id !== null,
    snapshot,
    isUnknown: id !== null && !loading && data !== undefined && snapshot === null,
    nChanged: change ? change.entered + change.removed + change.changed : null,
  };
}

/** The data cut-off of what the page counts: that of the snapshot, whatever the study has now. */
export function useCutoff(): string | null {
  const { cutoffOn } = useStudy();
  const { isFrozen, snapshot } = useSnapshot();
  return (isFrozen ? snapshot?.cutoffOn : cutoffOn) ?? null;
}

/** Which snapshot the numbers are of, for captions and files; empty for the data of now. */
export function useSnapshotLines(): string[] {
  const t = useTranslations('snapshots');
  const { snapshot } = useSnapshot();
  return snapshot ? [t('line', { name: snapshot.name, hash: snapshot.sha256 })] : [];
}

/** A sentence of where a figure's numbers come from, with their data cut-off; below it the snapshot, where they are of one. */
export function useOrigin(): (sentence: string) => string[] {
  const t = useTranslations('snapshots');
  const cutoffOn = useCutoff();
  const lines = useSnapshotLines();
  return (sentence) => [cutoffOn ? `${sentence} ${t('dataCut', { date: cutoffOn })}` : sentence, ...lines];
}
