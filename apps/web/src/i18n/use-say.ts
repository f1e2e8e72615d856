'use client';
import { type Label } from '@haim/schema';
import { useLabel } from './use-label.ts';

/** What the API says of a result (`graphql/said.ts`), in the reader's language. */
export function useSay(): (said: Label) => string {
  return useLabel();
}
