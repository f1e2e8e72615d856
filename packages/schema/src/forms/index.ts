import { type Form } from '../form.ts';
import { adverseEventForm } from './adverse-event.form.ts';
import { baselineForm } from './baseline.form.ts';
import { demographicsForm } from './demographics.form.ts';
import { eligibilityForm } from './eligibility.form.ts';
import { followUpForm } from './follow-up.form.ts';
import { haicCycleForm } from './haic-cycle.form.ts';
import { importedScoreForm } from './imported-score.form.ts';
import { labResultForm } from './lab-result.form.ts';
import { slideForm } from './slide.form.ts';
import { laterTreatmentForm } from './later-treatment.form.ts';
import { systemicCourseForm } from './systemic-course.form.ts';
import { treatmentForm } from './treatment.form.ts';
import { tumourAssessmentForm } from './tumour-assessment.form.ts';

export {
  adverseEventForm,
  baselineForm,
  demographicsForm,
  eligibilityForm,
  followUpForm,
  haicCycleForm,
  importedScoreForm,
  labResultForm,
  slideForm,
  laterTreatmentForm,
  systemicCourseForm,
  treatmentForm,
  tumourAssessmentForm,
};

/** Every CRF form, in the order in which a patient's record shows them. */
export const forms = [
  demographicsForm,
  eligibilityForm,
  baselineForm,
  treatmentForm,
  haicCycleForm,
  systemicCourseForm,
  tumourAssessmentForm,
  labResultForm,
  adverseEventForm,
  laterTreatmentForm,
  followUpForm,
  slideForm,
  importedScoreForm,
] as const satisfies readonly Form[];

export type FormName = (typeof forms)[number]['name'];
