'use client';
import { type Label } from '@haim/schema';
import { useLabel } from './use-label.ts';

/** What the API says of a result, in the reader's language: a statement comes with its words in both. */
export function useSay(): (said: Label) => string {
  return useLabel();
}
