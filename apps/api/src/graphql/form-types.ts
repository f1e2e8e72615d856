import { type FormName, forms, patientFieldOf } from '@haim/schema';
import { Field, Float } from 'type-graphql';
import { SaidByCode } from './statement.type.ts';
import { type FormTypes, typesFromForm } from './types-from-form.ts';

type TypesOfForms = { readonly [F in (typeof forms)[number] as F['name']]: FormTypes<F> };

/** Where the form's own name is taken: `Slide` is the slide with its image, runs and outcome. */
const otherNames: Partial<Record<FormName, string>> = { slide: 'SlideRecord' };

/** The GraphQL types of every form, made once. */
export const formTypes = Object.fromEntries(
  forms.map((form) => [form.name, typesFromForm(form, otherNames[form.name])]),
  // The one cast: a computed object does not show its keys to the compiler.
) as unknown as TypesOfForms;

const derived = { nullable: true, description: 'Derived by the portal by mRECIST from the sums; null at baseline' };
Field(() => String, derived)(formTypes.tumourAssessment.Output.prototype, 'derivedResponse');
SaidByCode()(formTypes.tumourAssessment.Output.prototype, 'derivedRule');
Field(() => Boolean, { description: 'Whether the portal holds the image' })(
  formTypes.slide.Output.prototype,
  'hasFile',
);

const { prototype: labResult } = formTypes.labResult.Output;
Field(() => Float, { description: 'The value in the standard unit of its test' })(labResult, 'standardValue');
Field(() => String, { description: 'The unit in which values of the test are compared' })(labResult, 'standardUnit');

/** Gives a type the records of a patient, each form under its field: one record or none, or where it repeats any number. */
export function addRecordFields(prototype: object): void {
  for (const form of forms) {
    const { Output } = formTypes[form.name];
    Field(() => (form.repeats ? [Output] : Output), { nullable: !form.repeats })(prototype, patientFieldOf(form));
  }
}
