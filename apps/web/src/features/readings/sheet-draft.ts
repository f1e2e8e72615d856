import {
  type LesionRole,
  lesionRoles,
  mostTargets,
  type NonTargetState,
  type ReadingContent,
  type ReadLesion,
} from '@haim/schema';

/** A cell that is empty has no number yet; what is not a number is refused when it is left. */
export type Draft = ReadingContent;

interface StoredLesion {
  readonly id: string;
  readonly role: string;
  readonly organ: string;
  readonly proven: boolean;
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
    lesions: lesions.map(({ id, role, organ, proven, diametersMm, states }) => ({
      id,
      role: role as LesionRole,
      organ,
      proven,
      diametersMm,
      states: states as NonTargetState[],
    })),
    newLesion,
  };
}

const letters: Readonly<Record<LesionRole, string>> = { target: 'T', 'non-target': 'N', atypical: 'A' };

/** T1, T2 …, N1 … and A1 …: the first name that is free. */
export function withLesion(draft: Draft, role: ReadLesion['role'], days: number): Draft {
  const letter = letters[role];
  let n = 1;
  while (draft.lesions.some(({ id }) => id === `${letter}${n}`)) n += 1;
  const isMeasured = role !== 'non-target';
  const added: ReadLesion = {
    id: `${letter}${n}`,
    role,
    organ: 'liver',
    proven: false,
    diametersMm: isMeasured ? Array<null>(days).fill(null) : [],
    states: isMeasured ? [] : Array<NonTargetState>(days).fill('not-evaluated'),
  };
  // Targets before others, as they are read, and new ones last.
  const before = lesionRoles.slice(0, lesionRoles.indexOf(role) + 1);
  const at = draft.lesions.filter((one) => before.includes(one.role)).length;
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
    lesions: lesions.map(({ diametersMm, states, proven = false, ...lesion }) => ({ ...lesion, proven, diametersMm: [...diametersMm], states: [...states] })),
    newLesion: [...newLesion],
  };
} // prettier-ignore
