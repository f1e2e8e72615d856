import { useState } from 'react';

/**
 * What is being typed before it is chosen. A choice made elsewhere, as by Back, starts it anew; one made from this draft
 * leaves it as it is, so that the next field keeps its focus and what was typed into it meanwhile.
 *
 * @param chosen - what is chosen now, as a text that tells choices apart.
 * @param initial - the draft that shows this choice.
 */
export function useDraft<T>(chosen: string, initial: T) {
  const [{ draft, seen, own }, set] = useState({ draft: initial, seen: chosen, own: null as string | null });
  if (chosen !== seen) set({ draft: chosen === own ? draft : initial, seen: chosen, own: null });
  return {
    draft,
    change: (next: T) => set((now) => ({ ...now, draft: next })),
    /** Announces the choice that is made from this draft. */
    choose: (next: string) => set((now) => ({ ...now, own: next })),
  };
}
