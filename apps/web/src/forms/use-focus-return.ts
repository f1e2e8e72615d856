'use client';
import { useEffect } from 'react';

/** Gives the focus back to what had it when the component appeared: whoever enters by keyboard goes on from there. */
export function useFocusReturn(): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
}
