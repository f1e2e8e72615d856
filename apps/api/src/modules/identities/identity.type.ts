import { type AuditKind, identityForm } from '@haim/schema';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { typesFromForm } from '../../graphql/types-from-form.ts';

/** Its `id` is that of the patient: there is one identity for each. */
export const { Output: PatientIdentity, Input: PatientIdentityInput } = typesFromForm(identityForm);
Field(() => String)(PatientIdentity.prototype, 'updatedBy');

@ObjectType()
class IdentityChange {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) oldValue!: string | null;
  @Field(() => String, { nullable: true }) newValue!: string | null;
}

@ObjectType({ description: 'A change of an identity with its values, or somebody who looked at it.' })
class IdentityEvent {
  @Field(() => ID) id!: string;
  @Field(() => DateTime) at!: Date;
  @Field(() => String) by!: string;
  @Field(() => String, { description: 'create, correct, delete, identityShown or identitySearched.' })
  action!: AuditKind;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => [IdentityChange]) changes!: IdentityChange[];
}

@ObjectType()
export class ShownIdentity {
  @Field(() => PatientIdentity, { nullable: true, description: 'Null where none has been entered.' })
  identity!: InstanceType<typeof PatientIdentity> | null;
  @Field(() => [IdentityEvent], { description: 'The newest 100, newest first, without this look.' })
  history!: IdentityEvent[];
}

@ObjectType()
export class FoundPatient {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
}
