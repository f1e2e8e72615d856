import { type Checklist, type ChecklistName } from './checklist.ts';
import { claim } from './lists/claim.ts';
import { stard } from './lists/stard.ts';
import { strobe } from './lists/strobe.ts';
import { tripod } from './lists/tripod.ts';

export {
  type Checklist,
  type ChecklistItem,
  type ChecklistName,
  checklistNames,
  type ReportingFact,
  reportingFacts,
} from './checklist.ts';

/** The reporting guidelines for a prediction model, AI on images, diagnostic accuracy, and a cohort. */
export const checklists: Readonly<Record<ChecklistName, Checklist>> = { tripod, claim, stard, strobe };
