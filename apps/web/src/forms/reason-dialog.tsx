'use client';
import { onOpening } from '@/ui/on-opening.tsx';

/** Asks for the reason of an act that the trail keeps, and says at its place why it was refused. */
export const ReasonDialog = onOpening(async () => (await import('./reason-dialog-shown.tsx')).ReasonDialog);
