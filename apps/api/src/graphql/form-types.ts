import {
  adverseEventForm,
  baselineForm,
  demographicsForm,
  eligibilityForm,
  followUpForm,
  forms,
  importedScoreForm,
  patientFieldOf,
  slideForm,
  treatmentForm,
  tumourAssessmentForm,
} from '@haim/schema';
import { Field } from 'type-graphql';
import { SaidByCode } from './statement.type.ts';
import { typesFromForm } from './types-from-form.ts';

/** The GraphQL types of every form, made once. */
export const formTypes = {
  demographics: typesFromForm(demographicsForm),
  eligibility: typesFromForm(eligibilityForm),
  baseline: typesFromForm(baselineForm),
  treatment: typesFromForm(treatmentForm),
  tumourAssessment: typesFromForm(tumourAssessmentForm),
  adverseEvent: typesFromForm(adverseEventForm),
  followUp: typesFromForm(followUpForm),
  // `Slide` is the slide with its image, runs and outcome; the bare record is SlideRecord.
  slide: typesFromForm(slideForm, 'SlideRecord'),
  importedScore: typesFromForm(importedScoreForm),
} as const;

const derived = { nullable: true, description: 'Derived by the portal by mRECIST from the sums; null at baseline' };
Field(() => String, derived)(formTypes.tumourAssessment.Output.prototype, 'derivedResponse');
SaidByCode()(formTypes.tumourAssessment.Output.prototype, 'derivedRule');
Field(() => Boolean, { description: 'Whether the portal holds the image' })(
  formTypes.slide.Output.prototype,
  'hasFile',
);

/** Gives a type the records of a patient, each form under its field: one record or none, or where it repeats any number. */
export function addRecordFields(prototype: object): void {
  for (const form of forms) {
    const { Output } = formTypes[form.name];
    Field(() => (form.repeats ? [Output] : Output), { nullable: !form.repeats })(prototype, patientFieldOf(form));
  }
}
