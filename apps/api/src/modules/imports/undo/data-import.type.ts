import { type Label } from '@haim/schema';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../graphql/scalars.ts';

@ObjectType({ description: 'A file that was imported and changed something.' })
export class DataImport {
  @Field(() => ID) id!: string;
  @Field(() => String) fileName!: string;
  @Field(() => String, { description: 'Of the file; of several, of one after the other.' }) sha256!: string;
  @Field(() => Int) patientsAdded!: number;
  @Field(() => Int) recordsAdded!: number;
  @Field(() => Int) recordsChanged!: number;
  @Field(() => Int, {
    description:
      'Cells that were corrected in the check, and rows left out: the audit trail has each, with what the file says.',
  })
  corrected!: number;
  @Field(() => DateTime) importedAt!: Date;
  @Field(() => String) importedBy!: string;
  @Field(() => DateTime, { description: 'A day after it was made.' }) undoableUntil!: Date;
  @Field(() => Boolean, { description: 'Whether that is over.' }) isExpired!: boolean;
  @Field(() => Boolean, { description: 'Whether the asker may undo it now.' }) mayUndo!: boolean;
  @Field(() => DateTime, { nullable: true }) undoneAt!: Date | null;
  @Field(() => String, { nullable: true }) undoneBy!: string | null;
  @Field(() => String, { nullable: true }) undoReason!: string | null;
}

@ObjectType({ description: 'What has happened since an import, so that it cannot be taken back.' })
class ImportObstacle {
  @Field(() => String, { description: 'The kind: corrected, removed, added, locked, signed, image …' }) code!: string;
  @Field(() => String, { description: 'The code of the patient.' }) patient!: string;
  @Field(() => String, { nullable: true, description: 'The name of a form; null for what is of the patient.' })
  form!: string | null;
  @Field(() => String) en!: Label['en'];
  @Field(() => String) zh!: Label['zh'];
  @Field(() => String, { nullable: true }) by!: string | null;
  @Field(() => DateTime, { nullable: true }) at!: Date | null;
}

@ObjectType({ description: 'What is in the way of undoing an import, as things are now.' })
export class ImportUndo {
  @Field(() => [ImportObstacle], { description: 'Of each kind, the first 200.' })
  obstacles!: readonly ImportObstacle[];
  @Field(() => Int) obstaclesTotal!: number;
}
