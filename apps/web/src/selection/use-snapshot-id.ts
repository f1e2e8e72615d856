'use client';
import { parseAsString, useQueryState } from 'nuqs';

/** The snapshot that the analyses of a page count, in the address, so that a link shows the same; null for the data of now. */
export function useSnapshotId(): { readonly id: string | null; readonly setId: (id: string | null) => void } {
  const [id, setId] = useQueryState('snapshot', parseAsString.withOptions({ history: 'push' }));
  return { id: id === '' ? null : id, setId: (next) => void setId(next) };
}
