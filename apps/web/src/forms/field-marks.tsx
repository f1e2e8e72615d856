'use client';
import { createContext, type ReactNode, useContext } from 'react';

/** What another kit shows beside the name of a field, in a form and in a record that is only read. */
export const FieldMarks = createContext<((field: string) => ReactNode) | null>(null);

export function FieldMark({ field }: { field: string }) {
  return useContext(FieldMarks)?.(field) ?? null;
}
