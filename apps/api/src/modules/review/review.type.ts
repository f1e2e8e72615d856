import { type HoldKind, holdKinds, type SignatureMeaning, signatureMeanings } from '@haim/schema';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

const enumOf = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const HoldKindEnum = enumOf<HoldKind>(holdKinds);
registerEnumType(HoldKindEnum, { name: 'HoldKind', description: 'frozen: may be asked about; locked: may not.' });

const SignatureMeaningEnum = enumOf<SignatureMeaning>(signatureMeanings);
registerEnumType(SignatureMeaningEnum, { name: 'SignatureMeaning' });

@ObjectType({ description: 'What keeps records as they are: of a centre, of a patient, or one.' })
export class RecordHold {
  @Field(() => ID) id!: string;
  @Field(() => String) centre!: string;
  @Field(() => ID, { nullable: true, description: 'Null: everything of the centre.' }) patientId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Null: everything of the patient.' }) recordId!: string | null;
  @Field(() => String, { nullable: true }) form!: string | null;
  @Field(() => HoldKindEnum) kind!: HoldKind;
  @Field(() => String) reason!: string;
  @Field(() => DateTime) setAt!: Date;
  @Field(() => String) setBy!: string;
}

@ObjectType({ description: 'What a hold on a whole centre would cover, and what stands in its way.' })
export class CentreReview {
  @Field(() => String) centre!: string;
  @Field(() => Int) patients!: number;
  @Field(() => Int) records!: number;
  @Field(() => Int, { description: 'Patients without a record of a form of which each has one.' }) incomplete!: number;
  @Field(() => Int, { description: 'Not closed: in the way of a lock.' }) queries!: number;
  @Field(() => Int, { description: 'Records of which two entries differ, undecided: in the way of a lock.' })
  differences!: number;
  @Field(() => Int, { description: 'Records verified as a whole.' }) verified!: number;
  @Field(() => Int, { description: 'Records locked by themselves or with their patient.' }) locked!: number;
  @Field(() => Int, { description: 'Records with a signature that holds.' }) signed!: number;
  @Field(() => [RecordHold], { description: 'On the whole centre.' }) holds!: RecordHold[];
}

@ObjectType({ description: 'Who answers for a record, in which sense, and for which values.' })
export class RecordSignature {
  @Field(() => ID) id!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) form!: string;
  @Field(() => SignatureMeaningEnum) meaning!: SignatureMeaning;
  @Field(() => Int) recordVersion!: number;
  @Field(() => String, { description: 'Of the values that were signed.' }) sha256!: string;
  @Field(() => DateTime) signedAt!: Date;
  @Field(() => String) signedBy!: string;
  @Field(() => DateTime, { nullable: true, description: 'Null: it holds.' }) voidedAt!: Date | null;
  @Field(() => String, { nullable: true }) voidedBy!: string | null;
  @Field(() => String, { nullable: true }) voidReason!: string | null;
}

@ObjectType()
export class PatientReview {
  @Field(() => [RecordHold]) holds!: RecordHold[];
  @Field(() => [RecordSignature], { description: 'Void ones too, the newest first.' }) signatures!: RecordSignature[];
}
