'use client';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { type Draft } from './draft.ts';
import { focusField } from './enter-key.ts';
import { noSteps, noteTyped, stepBack, stepForward, undoMeans } from './typed-steps.ts';

interface TypedForm {
  readonly draft: Draft;
  /** Whether the inputs say something else than what is saved: a form that does not has nothing to take back. */
  readonly isDirty: boolean;
  readonly setFields: (values: Draft) => void;
}

/** Ctrl+Z in a form: what was typed since the last save is taken back step by step, across fields. */
export function useTypedSteps({
  draft,
  isDirty,
  setFields,
}: TypedForm): (event: KeyboardEvent<HTMLElement>) => boolean {
  const steps = useRef(noSteps);
  const known = useRef(draft);
  useEffect(() => {
    // What a save or somebody else's version brought is no step, and ends those before it.
    steps.current = isDirty
      ? noteTyped(steps.current, known.current, draft, Date.now())
      : { ...steps.current, done: [] };
    known.current = draft;
  }, [draft, isDirty]);

  /** @returns whether the key was one of these and something was done. */
  return (event) => {
    const meaning = undoMeans(event);
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-field]') : null;
    // What is typed beside the fields, such as a reason, is the browser's to take back.
    if (!meaning || !target || !((target.dataset['field'] ?? '') in draft)) return false;
    const step = (meaning === 'back' ? stepBack : stepForward)(steps.current);
    if (!step) return false;
    event.preventDefault();
    steps.current = step.steps;
    known.current = { ...known.current, ...step.values };
    setFields(step.values);
    const [field = ''] = Object.keys(step.values);
    const row = event.currentTarget.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
    if (row && row !== target) focusField(row);
    return true;
  };
}
