import { type Draft, type DraftValue } from './draft.ts';

/** One thing that somebody did in a form: typed into a field, chose a value, gave a reason for a missing one. */
interface Step {
  readonly before: Draft;
  readonly after: Draft;
  /** When its last key was pressed, in milliseconds. */
  readonly at: number;
}

/** What was typed since the last save, oldest first, and what was taken back of it. */
export interface TypedSteps {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export const noSteps: TypedSteps = { done: [], undone: [] };

/** Somebody who pauses this long begins another step. */
const pauseMs = 1_000;
const mostSteps = 200;

/** Adds what changed between two states of the inputs: keys in one field, without a pause, are one step. */
export function noteTyped(steps: TypedSteps, before: Draft, after: Draft, at: number): TypedSteps {
  const changed = Object.keys(after).filter((field) => before[field] !== after[field]);
  if (changed.length === 0) return steps;
  const last = steps.done.at(-1);
  const continues =
    last !== undefined &&
    at - last.at < pauseMs &&
    changed.every((field) => field in last.after) &&
    isTyping(last, changed);
  const step = continues
    ? { before: last.before, after: { ...last.after, ...only(after, changed) }, at }
    : { before: only(before, changed), after: only(after, changed), at };
  const earlier = continues ? steps.done.slice(0, -1) : steps.done;
  return { done: [...earlier, step].slice(-mostSteps), undone: [] };
}

/** Keys follow each other in one field; a choice is a step of its own. */
function isTyping({ after }: Step, changed: readonly string[]): boolean {
  return changed.length === 1 && changed.every((field) => typeof after[field] === 'string');
}

/** What the inputs become by taking the last step back, or by doing it again; null where there is none. */
export function stepBack({ done, undone }: TypedSteps): { steps: TypedSteps; values: Draft } | null {
  const last = done.at(-1);
  return last ? { steps: { done: done.slice(0, -1), undone: [...undone, last] }, values: last.before } : null;
}

export function stepForward({ done, undone }: TypedSteps): { steps: TypedSteps; values: Draft } | null {
  const next = undone.at(-1);
  return next ? { steps: { done: [...done, next], undone: undone.slice(0, -1) }, values: next.after } : null;
}

function only(draft: Draft, fields: readonly string[]): Draft {
  return Object.fromEntries(fields.map((field): [string, DraftValue] => [field, draft[field] ?? null]));
}

/** What Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) mean; while an input method composes, nothing. */
export function undoMeans(press: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly nativeEvent: { readonly isComposing: boolean };
}): 'back' | 'forward' | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.nativeEvent.isComposing) return null;
  const key = press.key.toLowerCase();
  if (key === 'z') return press.shiftKey ? 'forward' : 'back';
  return key === 'y' && !press.shiftKey ? 'forward' : null;
}
