import { type Checklist, type ChecklistName } from '../checklist.ts';
import { claim } from './claim.ts';
import { stard } from './stard.ts';
import { strobe } from './strobe.ts';
import { tripod } from './tripod.ts';

/** The reporting guidelines for a prediction model, AI on images, diagnostic accuracy, and a cohort. */
export const checklists: Readonly<Record<ChecklistName, Checklist>> = { tripod, claim, stard, strobe };
