import { type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Said, StatementType } from '../../../graphql/statement.type.ts';
import { type CountedReason, PatientCount } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { Metric, RocCurve, ScoreSource } from './evaluation.type.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: 'A change from one score to another, with limits and p by Pencina.' })
class Improvement {
  @Field(() => Float, optional) estimate!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Float, optional) pValue!: number | null;
}

@ObjectType({ description: 'How cases of one class are called by the two scores at their thresholds.' })
class Reclassified {
  @Field(() => Int, { description: 'Positive by neither.' }) neither!: number;
  @Field(() => Int, { description: 'Positive by a alone.' }) up!: number;
  @Field(() => Int, { description: 'Positive by b alone.' }) down!: number;
  @Field(() => Int) both!: number;
}

@ObjectType({ description: 'How a classifies the same cases differently from b.' })
class ScoreReclassification {
  @Field(() => Reclassified) ofPositives!: Reclassified;
  @Field(() => Reclassified) ofNegatives!: Reclassified;
  @Field(() => Improvement, { description: 'Net reclassification improvement at the thresholds.' }) net!: Improvement;
  @Field(() => Improvement, { description: 'Of any rise or fall of the score.' }) continuous!: Improvement;
  @Field(() => Improvement, { description: 'Integrated discrimination improvement.' }) integrated!: Improvement;
  @Said() method!: Statement;
  @Field(() => [StatementType], { name: 'statements' }) warnings!: readonly Statement[];
}

@ObjectType({ description: 'Net benefit of a score read as a probability. Columns of equal length.' })
class ComparedBenefit {
  @Field(() => [Float]) thresholds!: readonly number[];
  @Field(() => [Float]) model!: readonly number[];
  @Field(() => [Float]) treatAll!: readonly number[];
  @Said() method!: Statement;
}

@ObjectType()
class ComparedSource {
  @Field(() => ScoreSource) source!: ScoreSource;
  @Field(() => Int, { description: 'Patients of the set that this source scored.' }) nOwn!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => RocCurve) curve!: RocCurve;
  @Field(() => [Metric], { description: 'At its own threshold; empty where it has none.' }) metrics!: readonly Metric[];
  @Field(() => Float, optional) brier!: number | null;
  @Field(() => Float, optional) slope!: number | null;
  @Field(() => Float, optional) intercept!: number | null;
  @Field(() => ComparedBenefit, optional) decision!: ComparedBenefit | null;
  @Field(() => [StatementType], { name: 'statements' }) warnings!: readonly Statement[];
}

@ObjectType()
class ComparedPair {
  @Field(() => ID) a!: string;
  @Field(() => ID) b!: string;
  @Field(() => Float, { nullable: true, description: 'Area of a minus area of b.' }) difference!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Float, optional) pValue!: number | null;
  @Field(() => ScoreReclassification, { nullable: true, description: 'From b to a; null where one has no threshold.' })
  reclassified!: ScoreReclassification | null;
  @Field(() => [StatementType], { name: 'statements' }) warnings!: readonly Statement[];
}

@ObjectType({ description: 'Scores on the same patients: those whom every chosen source scored.' })
export class ScoreComparison {
  /** Written where it is asked for. */
  toFiles!: () => TableFiles;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int) nNegative!: number;
  @Field(() => [ComparedSource]) sources!: readonly ComparedSource[];
  @Field(() => [ComparedPair]) pairs!: readonly ComparedPair[];
  @Said() method!: Statement;
  @Field(() => StatementType, { description: 'Which score a patient with several slides has.' })
  patientRule!: Statement;
  @Field(() => [PatientCount], { description: 'Of these patients, those whose records contradict each other.' })
  contradictions!: readonly CountedReason[];
  @Field(() => [StatementType], { description: 'Of the patients compared; sources and pairs have their own.' })
  statements!: readonly Statement[];
  @Field(() => [String], {
    description: 'Of the comparison, its sources and pairs, in English.',
    deprecationReason: 'Ask the comparison, its sources and pairs for their statements.',
  })
  warnings!: readonly string[];
}
