import { type AuditKind, auditKinds, changeKinds } from '@haim/schema';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

export const AuditKindEnum = Object.fromEntries(auditKinds.map((kind) => [kind, kind])) as { [K in AuditKind]: K };
registerEnumType(AuditKindEnum, {
  name: 'AuditKind',
  description: 'create, correct and delete change a row; every other kind is an event that changed none.',
});

@InputType({ description: 'Entries of which all of this holds.' })
export class AuditFilter {
  @Field(() => [AuditKindEnum], { defaultValue: changeKinds, description: 'Changes of rows if left out.' })
  kinds: readonly AuditKind[] = changeKinds;

  @Field(() => ID, { nullable: true, description: 'The user whose entries they are.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true })
  patientId?: string | null;

  @Field(() => String, { nullable: true, description: 'The whole code of a patient.' })
  patientCode?: string | null;

  @Field(() => ID, { nullable: true, description: 'One record of a form.' })
  recordId?: string | null;

  @Field(() => String, { nullable: true, description: 'A form, or another table: study, centre, membership …' })
  form?: string | null;

  @Field(() => String, { nullable: true, description: 'A field that changed.' })
  field?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of a centre.' })
  centre?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'At this time or later.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this time.' })
  before?: Date | null;

  @Field(() => String, { nullable: true, description: 'The reason holds this, in any case.' })
  reason?: string | null;
}
