'use client';
import { createContext, type ReactNode, use } from 'react';

const OwnContext = createContext(false);

interface OfOwnCentresProps {
  readonly is: boolean;
  readonly children: ReactNode;
}

/** Around numbers that are of one's own centres, whatever the address asks for: the counts beside them are so too. */
export function OfOwnCentres({ is, children }: OfOwnCentresProps) {
  return <OwnContext value={is}>{children}</OwnContext>;
}

export const useIsOfOwnCentres = (): boolean => use(OwnContext);
