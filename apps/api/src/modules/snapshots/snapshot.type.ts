import { DateTime } from '../../graphql/scalars.ts';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType({ description: 'What analyses of a study read, as it was at one data version, kept under a name.' })
export class Snapshot {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) reason!: string;
  @Field(() => DateTime) madeAt!: Date;
  @Field(() => String) madeBy!: string;
  @Field(() => Int, { description: 'Version of the study that was kept.' }) dataVersion!: number;
  @Field(() => String, { description: 'Name and version of the endpoint rule.' }) recipe!: string;
  @Field(() => String, { nullable: true, description: 'The data cut-off of the study then.' }) cutoffOn!: string | null;
  @Field(() => String, { description: 'SHA-256 over settings and rows, in hexadecimal digits.' }) sha256!: string;
  @Field(() => Int, { description: 'Patients of the centres that the viewer may read.' }) n!: number;
  @Field(() => Int, { nullable: true, description: 'Patients of all centres, for who may read all of them.' })
  total!: number | null;
  @Field(() => Boolean, {
    description:
      'It keeps radiological assessments: changes of target lesions and confirmed responses can be asked of it.',
  })
  keepsImages!: boolean;
  @Field(() => Boolean, { description: 'It keeps HAIC cycles: the swimmer plot can be asked of it.' })
  keepsCycles!: boolean;
}

@ObjectType({ description: 'Whether what is stored of a snapshot is what was kept.' })
export class SnapshotCheck {
  @Field(() => ID) id!: string;
  @Field(() => Boolean) isSound!: boolean;
  @Field(() => String) sha256!: string;
  @Field(() => String, { description: 'The same over what is stored now.' }) recomputed!: string;
  @Field(() => Int, { description: 'Patients of all centres whose stored content is another, or is gone.' })
  damaged!: number;
}

@ObjectType({ description: 'Patients of the viewer’s centres that are not now what a snapshot keeps.' })
export class SnapshotChanges {
  @Field(() => ID, { description: 'Of the snapshot.' }) id!: string;
  @Field(() => Int) entered!: number;
  @Field(() => Int) removed!: number;
  @Field(() => Int) changed!: number;
}

export const PatientChange = { ENTERED: 'entered', REMOVED: 'removed', CHANGED: 'changed' } as const;
registerEnumType(PatientChange, { name: 'PatientChange' });

@ObjectType({ description: 'A value before and after; null is missing. Codes as they are stored.' })
export class ChangedValue {
  @Field(() => String, {
    description: 'A variable of the analysis row, a field of the study (own_…), adverseEvents, or a setting.',
  })
  field!: string;
  @Field(() => String, { nullable: true }) before!: string | null;
  @Field(() => String, { nullable: true }) after!: string | null;
}

@ObjectType()
export class ChangedPatient {
  @Field(() => String) centre!: string;
  @Field(() => String) code!: string;
  @Field(() => PatientChange) change!: 'entered' | 'removed' | 'changed';
  @Field(() => [ChangedValue], { description: 'Of a changed patient.' }) values!: readonly ChangedValue[];
}

@ObjectType({ description: 'Between two snapshots, or a snapshot and now: of the centres that the viewer may read.' })
export class SnapshotDifference {
  @Field(() => Int) entered!: number;
  @Field(() => Int) removed!: number;
  @Field(() => Int) changed!: number;
  @Field(() => [ChangedValue], { description: 'Settings of the study that decide analyses.' })
  settings!: readonly ChangedValue[];
  @Field(() => [ChangedPatient], { description: 'By code; at most 1000.' }) patients!: readonly ChangedPatient[];
}
