'use client';
import { useStudies } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type WaitingSave } from './waiting-save.ts';

/** The study and the form that a save is of, where the viewer still has them. */
export function useFormOfSave({ study: code, form }: WaitingSave) {
  const study = useStudies().find((one) => one.code === code);
  return { study, form: study && formOf(study, form) };
}
