'use client';
import { onOpening } from './on-opening.tsx';

/** Where short messages appear: what draws them comes after the page, and what was reported before it is shown then. */
export const Notices = onOpening(async () => (await import('./notices-shown.tsx')).NoticesShown);
