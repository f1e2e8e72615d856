'use client';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';

/* What the page asks for and draws below its controls. */
export const SafetyView = onOpening(
  async () => (await import('./safety-view.tsx')).SafetyView,
  <LoadingState height={960} />,
);
