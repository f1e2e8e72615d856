'use client';
import { useEffect } from 'react';

/** Returns the focus to what had it when the component appeared, so that keyboard users continue from there. */
export function useFocusReturn(): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
}
