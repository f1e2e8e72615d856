'use client';
import { usePathname, useRouter } from 'next/navigation';
import { importedScoreForm } from '@haim/schema';
import { type Study } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';

/** The way to the form after this one, ready to be typed into; undefined after the last that people enter. */
export function useNextForm(study: Study, name: string): (() => void) | undefined {
  const router = useRouter();
  const path = usePathname();
  const forms = formsOf(study).filter((form) => form.name !== importedScoreForm.name);
  const next = forms[forms.findIndex((form) => form.name === name) + 1];
  return next ? () => router.push(`${path}?form=${next.name}&begin=true`) : undefined;
}
