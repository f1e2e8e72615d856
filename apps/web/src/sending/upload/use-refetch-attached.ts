'use client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect } from 'react';
import { type UploadItem } from './upload-queue.ts';

/** Refetches the slides on the screen whenever another file is attached. */
export function useRefetchAttached(items: readonly UploadItem[]): () => void {
  const client = useApolloClient();
  const refetch = useCallback(() => void client.refetchQueries({ include: 'active' }), [client]);
  const attached = items.filter(({ phase }) => phase === 'attached').length;
  useEffect(() => {
    if (attached > 0) refetch();
  }, [attached, refetch]);
  return refetch;
}
