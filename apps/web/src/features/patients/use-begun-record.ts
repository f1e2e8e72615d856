'use client';
import { followUpForm, labResultForm, type Row, tumourAssessmentForm } from '@haim/schema';
import { useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { beginParam, dueParam, onParam } from './sections.ts';

/** A record that is open beside the table; null: a new one. */
export interface OpenRecord {
  readonly record: SavedRecord | null;
  /** What a new record is proposed to say. */
  readonly suggested?: Row;
}

/**
 * Which record is open. An address may begin a new one, for a day and as a place in the round through what is due; it is
 * taken out of the address, but for the place.
 */
export function useBegunRecord(form: string, records: readonly SavedRecord[], isWritable: boolean) {
  const [asked, setAsked] = useQueryStates({ begin: beginParam, on: onParam, due: dueParam });
  const [open, setOpen] = useState<OpenRecord | null>(null);
  const [begun, setBegun] = useState(false);
  if (asked.begin !== begun) {
    setBegun(asked.begin);
    if (asked.begin && isWritable) setOpen({ record: null, ...suggestion(form, asked.on, records) });
  }
  useEffect(() => {
    if (asked.begin) void setAsked({ begin: null, on: null });
  }, [asked.begin, setAsked]);
  return { open, setOpen, duePlace: asked.due };
}

/** The day that is due, if it has come, and the next number of an image: to be looked at before it is saved. */
export function suggestion(form: string, on: string, records: readonly SavedRecord[]): { suggested?: Row } {
  if (!/^\d{4}-\d\d-\d\d$/.test(on) || on > new Date().toISOString().slice(0, 10)) return {};
  if (form === labResultForm.name) return { suggested: { takenOn: on } };
  if (form === followUpForm.name) return { suggested: { contactOn: on } };
  if (form !== tumourAssessmentForm.name) return {};
  const numbers = records.map(({ visitNumber }) => (typeof visitNumber === 'number' ? visitNumber : -1));
  return { suggested: { assessedOn: on, visitNumber: Math.max(-1, ...numbers) + 1 } };
}
