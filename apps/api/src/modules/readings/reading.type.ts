import {
  discordanceRules,
  lesionOrgan,
  type LesionRole,
  lesionRoles,
  nonTargetStates,
  type NonTargetState,
  type ReadingContent,
  type Statement,
} from '@haim/schema';
import { type DerivedResponses } from '@haim/stats';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { Said } from '../../graphql/statement.type.ts';
import { type ReadingRow } from './reading.query.ts';

const codesOf = ({ codes }: { codes: readonly { code: string }[] }) => codes.map(({ code }) => code).join(', ');

@ObjectType({ description: 'A lesion that a reader follows, with one entry for each day of the case.' })
export class ReadLesion {
  @Field(() => String) id!: string;
  @Field(() => String, { description: lesionRoles.join(', ') }) role!: string;
  @Field(() => String, { description: codesOf(lesionOrgan) }) organ!: string;
  @Field(() => Boolean, { description: 'Of an effusion: malignant cells were found in it.' }) proven!: boolean;
  @Field(() => [Float], {
    nullable: 'items',
    description:
      'Of a target: viable diameter, mm; 0 is no enhancement, null not evaluated. Of an atypical new lesion: diameter.',
  })
  diametersMm!: readonly (number | null)[];
  @Field(() => [String], { description: `Of a non-target lesion: ${nonTargetStates.join(', ')}` })
  states!: readonly string[];
}

@InputType()
export class ReadLesionInput {
  @Field(() => String) id!: string;
  @Field(() => String, { description: lesionRoles.join(', ') }) role!: string;
  @Field(() => String, { description: codesOf(lesionOrgan) }) organ!: string;
  @Field(() => Boolean, { defaultValue: false }) proven!: boolean;
  @Field(() => [Float], { nullable: 'items', defaultValue: [] }) diametersMm!: (number | null)[];
  @Field(() => [String], { defaultValue: [] }) states!: string[];
}

@InputType()
export class ReadingInput {
  @Field(() => [ReadLesionInput]) lesions!: ReadLesionInput[];
  @Field(() => [Boolean], { description: 'Whether a lesion is new, a day each.' }) newLesion!: boolean[];
}

@ObjectType({ description: 'What follows from a reading at one day.' })
export class DerivedVisit {
  @Field(() => Float) day!: number;
  @Field(() => Float, { nullable: true, description: 'Null where a target was not evaluated.' }) sumMm!: number | null;
  @Field(() => Float, { nullable: true, description: 'Smallest known sum of the days before.' }) nadirMm!:
    | number
    | null;
  @Field(() => Float, { nullable: true, description: 'A fraction: -0.3 is 30 % smaller.' })
  changeFromBaseline!: number | null;
  @Field(() => Float, { nullable: true }) changeFromNadir!: number | null;
  @Field(() => String, { nullable: true }) target!: string | null;
  @Field(() => String) nonTarget!: string;
  @Field(() => Boolean) newLesion!: boolean;
  @Field(() => String, { nullable: true, description: 'Null at the baseline.' }) overall!: string | null;
  @Said() rule!: Statement;
}

@ObjectType({ description: 'What follows from a reading by mRECIST, and by which rules.' })
export class DerivedReading {
  @Field(() => [DerivedVisit]) visits!: DerivedVisit[];
  @Field(() => String) best!: string;
  @Field(() => Float, { nullable: true }) bestDay!: number | null;
  @Said() bestRule!: Statement;
  @Field(() => Float, { nullable: true }) progressionDay!: number | null;
}

@ObjectType({ description: 'One of the two readings between which somebody decides; whose it is remains unsaid.' })
export class RivalReading {
  @Field(() => ID) id!: string;
  @Field(() => [ReadLesion]) lesions!: readonly ReadLesion[];
  @Field(() => [Boolean]) newLesion!: readonly boolean[];
  @Field(() => String, { nullable: true }) remark!: string | null;
  @Field(() => DerivedReading, { nullable: true }) derived!: DerivedReading | null;
}

@ObjectType({
  description: 'A case as its reader knows it: a number and the days of its images, and nothing else of a patient.',
})
export class ReadingTask extends RivalReading {
  readonly caseId!: string;
  readonly slot!: ReadingRow['slot'];
  @Field(() => Int) number!: number;
  @Field(() => [Float], { description: 'Study days of the images, the baseline first.' }) days!: readonly number[];
  @Field(() => String, { description: 'open or submitted' }) state!: string;
  @Field(() => Boolean) isAdjudication!: boolean;
  @Field(() => String, { description: codesOf(discordanceRules) }) discordance!: string;
  @Field(() => Float) absoluteIncreaseMm!: number;
  @Field(() => Int) stableFromDay!: number;
  @Field(() => Int) confirmationDays!: number;
  @Field(() => Boolean) thrombusAsTarget!: boolean;
  @Field(() => Float) hilarNodeMm!: number;
  @Field(() => Float) nodeMm!: number;
  @Field(() => Boolean) effusionNeedsCytology!: boolean;
  @Field(() => Float) atypicalGrowthMm!: number;
  @Field(() => ID, { nullable: true, description: 'The reading that an adjudicator chose.' }) chosenId!: string | null;
  @Field(() => DateTime, { nullable: true }) submittedAt!: Date | null;
  @Field(() => Int, { description: 'To be named by the next change.' }) version!: number;
}

export function toDerived({ visits, best, progressionDay }: DerivedResponses): DerivedReading {
  return {
    visits: visits.map((visit) => Object.assign(new DerivedVisit(), visit)),
    best: best.response,
    bestDay: best.day,
    bestRule: best.rule,
    progressionDay,
  };
}

export function toTask({ derived, lesions, ...row }: ReadingRow): ReadingTask {
  const shown = derived && row.state === 'submitted' ? toDerived(derived) : null;
  // What was stored before effusions had an entry of their own says nothing of cells.
  const read = lesions.map((lesion) => ({ ...lesion, proven: lesion.proven === true }));
  return { ...row, lesions: read, derived: shown, isAdjudication: row.slot === 'adjudication' };
}

/** The role and the states are checked with the rest, by `checkReading`. */
export function toContent({ lesions, newLesion }: ReadingInput): ReadingContent {
  return {
    lesions: lesions.map((lesion) => ({
      ...lesion,
      role: lesion.role as LesionRole,
      states: lesion.states as NonTargetState[],
    })),
    newLesion,
  };
}
