import { type FieldSpec, type Form, fieldsOf, isExtensible, type Kind, type RowOf, typeNameOf } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { type Stored } from '../db/entity-from-form.ts';
import { DateTime, LocalDate, MissingReasons, OwnValues, PartialDate } from './scalars.ts';

/** A code is a String: an enum name may not begin with a digit (BCLC '0'). */
const scalarOf: Record<Kind, () => object> = {
  integer: () => Int,
  decimal: () => Float,
  boolean: () => Boolean,
  date: () => LocalDate,
  code: () => String,
  studyCode: () => String,
  text: () => String,
};

function typeOf(spec: FieldSpec): () => object {
  return spec.kind === 'date' && spec.partial ? () => PartialDate : scalarOf[spec.kind];
}

type Class<T> = new () => T;

export interface FormTypes<T extends Form> {
  readonly Output: Class<Stored<T>>;
  readonly Input: Class<RowOf<T>>;
}

/**
 * Output and input of a form. Call once per form.
 *
 * @param name - the GraphQL type where the form's own name is taken by a richer type.
 */
export function typesFromForm<T extends Form>(form: T, name: string = typeNameOf(form)): FormTypes<T> {
  class Output {}
  class Input {}
  Field(() => ID)(Output.prototype, 'id');
  Field(() => ID)(Output.prototype, 'patientId');
  Field(() => Int)(Output.prototype, 'version');
  Field(() => DateTime)(Output.prototype, 'updatedAt');
  for (const [field, spec] of fieldsOf(form)) {
    const options = { nullable: !spec.required, description: describe(spec) };
    Field(typeOf(spec), options)(Output.prototype, field);
    Field(typeOf(spec), options)(Input.prototype, field);
  }
  if (isExtensible(form.name)) {
    const description = 'Of the fields that the study adds to the form';
    Field(() => OwnValues, { description })(Output.prototype, 'own');
    Field(() => OwnValues, { nullable: true, description })(Input.prototype, 'own');
    const why = 'Why a value is missing, by the name of its field';
    Field(() => MissingReasons, { description: why })(Output.prototype, 'missing');
    Field(() => MissingReasons, { nullable: true, description: why })(Input.prototype, 'missing');
  }
  ObjectType(name, { description: form.label.en })(Output);
  InputType(`${typeNameOf(form)}Input`, { description: form.label.en })(Input);
  return { Output: Output as Class<Stored<T>>, Input: Input as Class<RowOf<T>> };
}

function describe(spec: FieldSpec): string {
  if (spec.kind === 'code') return `${spec.label.en}: ${spec.list.codes.map(({ code }) => code).join(', ')}`;
  return 'unit' in spec && spec.unit ? `${spec.label.en} (${spec.unit})` : spec.label.en;
}
