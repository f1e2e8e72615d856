'use client';
import { type Label } from '@haim/schema';
import { useLabel } from './use-label.ts';

/** Statements of the API about a result, in the reader's language: each comes with its words in both. */
export function useSay(): (said: Label) => string {
  return useLabel();
}
