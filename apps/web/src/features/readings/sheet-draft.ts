import { mostTargets, type NonTargetState, type ReadingContent, type ReadLesion } from '@haim/schema';

/** A cell that is empty has no number yet; what is not a number is refused when it is left. */
export type Draft = ReadingContent;

interface StoredLesion {
  readonly id: string;
  readonly role: string;
  readonly organ: string;
  readonly diametersMm: readonly (number | null)[];
  readonly states: readonly string[];
}

/** What is stored, or for a reading that was never saved one target in the liver to begin with. */
export function draftOf(
  { lesions, newLesion }: { readonly lesions: readonly StoredLesion[]; readonly newLesion: readonly boolean[] },
  days: number,
): Draft {
  if (lesions.length === 0 && newLesion.length === 0) {
    return withLesion({ lesions: [], newLesion: days > 0 ? Array<boolean>(days).fill(false) : [] }, 'target', days);
  }
  return {
    lesions: lesions.map(({ id, role, organ, diametersMm, states }) => ({
      id,
      role: role === 'target' ? 'target' : 'non-target',
      organ,
      diametersMm,
      states: states as NonTargetState[],
    })),
    newLesion,
  };
}

/** T1, T2 … and N1, N2 …: the first name that is free. */
export function withLesion(draft: Draft, role: ReadLesion['role'], days: number): Draft {
  const letter = role === 'target' ? 'T' : 'N';
  let n = 1;
  while (draft.lesions.some(({ id }) => id === `${letter}${n}`)) n += 1;
  const isTarget = role === 'target';
  const added: ReadLesion = {
    id: `${letter}${n}`,
    role,
    organ: 'liver',
    diametersMm: isTarget ? Array<null>(days).fill(null) : [],
    states: isTarget ? [] : Array<NonTargetState>(days).fill('not-evaluated'),
  };
  // Targets before others, as they are read.
  const at = isTarget ? draft.lesions.filter((one) => one.role === 'target').length : draft.lesions.length;
  return { ...draft, lesions: draft.lesions.toSpliced(at, 0, added) };
}

export function withoutLesion(draft: Draft, id: string): Draft {
  return { ...draft, lesions: draft.lesions.filter((lesion) => lesion.id !== id) };
}

export function changed(draft: Draft, id: string, change: Partial<ReadLesion>): Draft {
  return { ...draft, lesions: draft.lesions.map((lesion) => (lesion.id === id ? { ...lesion, ...change } : lesion)) };
}

export function mayAddTarget({ lesions }: Draft): boolean {
  return lesions.filter(({ role }) => role === 'target').length < mostTargets;
}

/** As the API takes it. */
export function inputOf({ lesions, newLesion }: Draft) {
  return {
    lesions: lesions.map(({ diametersMm, states, ...lesion }) => ({ ...lesion, diametersMm: [...diametersMm], states: [...states] })),
    newLesion: [...newLesion],
  };
} // prettier-ignore
