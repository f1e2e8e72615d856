import { type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { type CountedReason, PatientCount } from '../../cohort/index.ts';
import { type SubjectColumns } from '../../../columns/index.ts';
import { type Evaluated } from './evaluation.service.ts';
import { evaluationSets, type EvaluationSetName } from './evaluation-sets.ts';

export const EvaluationSet = Object.fromEntries(Object.keys(evaluationSets).map((name) => [name, name]));
registerEnumType(EvaluationSet, {
  name: 'EvaluationSet',
  description: 'ENTIRE is internal and external together; ALL is every scored patient, in a set or in none.',
});

@ObjectType({
  description:
    "kind: imported (another system's scores), portal (computed here) or clinical (fitted to baseline covariates).",
})
export class ScoreSource {
  versionId!: string | null;
  @Field(() => ID) id!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) modelName!: string;
  @Field(() => String, {
    description: 'trained, imagenet or synthetic; notHeld of imported scores, fitted of the clinical model.',
  })
  weights!: string;
  @Field(() => Int, { description: 'Patients with a score, in the centres that the viewer may read.' }) n!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Declared with the study for imported scores; null where none is known.',
  })
  threshold!: number | null;
  @Said({ nullable: true }) thresholdProvenance!: Statement | null;
  @Field(() => Boolean, { description: 'True where patients or weights are synthetic: no result about people.' })
  synthetic!: boolean;
}

@ObjectType()
export class OperatingPoint {
  @Field(() => Float, { nullable: true, description: 'null where it is infinite.' }) threshold!: number | null;
  @Field(() => Float) sensitivity!: number;
  @Field(() => Float) specificity!: number;
}

@ObjectType()
export class Metric {
  @Field(() => String) name!: string;
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Field(() => Int, { nullable: true }) numerator!: number | null;
  @Field(() => Int, { nullable: true }) denominator!: number | null;
  @Field(() => Float, { nullable: true, description: 'The next lower value that so many cases can have.' })
  below?: number | null;
  @Field(() => Float, { nullable: true, description: 'The next higher one.' }) above?: number | null;
  @Said() method!: Statement;
}

@ObjectType({
  description:
    'Columns of equal length, from (0, 0) to (1, 1): by descending threshold, ascending where low scores are positive.',
})
export class RocCurve {
  @Field(() => [Float], { nullable: 'items', description: 'null is infinite.' }) thresholds!: (number | null)[];
  @Field(() => [Float]) sensitivity!: number[];
  @Field(() => [Float]) specificity!: number[];
}

@ObjectType()
class Confusion {
  @Field(() => Int) truePositive!: number;
  @Field(() => Int) falsePositive!: number;
  @Field(() => Int) falseNegative!: number;
  @Field(() => Int) trueNegative!: number;
  @Field(() => [Metric]) metrics!: Metric[];
  @Field(() => [Metric], { description: 'Of the whole table, each with limits by its own method.' })
  measures!: Metric[];
}

@ObjectType()
class ScoredCase {
  takenOn!: string | null;
  scanner!: string | null;
  contradictions!: number;
  isOutlined!: boolean | null;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => Float) score!: number;
  @Field(() => Boolean, { description: 'Whether the outcome is the positive class.' }) positive!: boolean;
  @Field(() => String, { nullable: true }) bestResponse!: string | null;
  @Field(() => ID, { nullable: true }) slideId!: string | null;
  @Field(() => String, { nullable: true }) set!: string | null;
}

@ObjectType({ description: 'What the study declares of an evaluation set.' })
class EvaluationSetNote {
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

@ObjectType({ description: 'Counts patients: slides of one patient are one case, by the rule of the study.' })
export class Evaluation {
  @Field(() => ScoreSource) source!: ScoreSource;
  @Field(() => EvaluationSet) set!: EvaluationSetName;
  @Field(() => EvaluationSetNote, { nullable: true }) setNote!: EvaluationSetNote | null;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients with a score and an evaluable response.' }) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int) nNegative!: number;
  @Field(() => String) positiveClass!: string;
  @Field(() => String) negativeClass!: string;
  @Field(() => Boolean, { description: 'Whether scores below the threshold are called positive.' })
  isLowPositive!: boolean;
  @Said() direction!: Statement;
  @Field(() => StatementType, { description: 'Which score a patient with several slides has.' })
  patientRule!: Statement;
  @Field(() => Float, { nullable: true, description: 'null where a class is empty.' }) auc!: number | null;
  @Field(() => Float, { nullable: true }) aucLower!: number | null;
  @Field(() => Float, { nullable: true }) aucUpper!: number | null;
  @Said() aucMethod!: Statement;
  @Field(() => [Float], { nullable: 'items', description: 'Descending; null is infinite.' }) thresholds!: (
    | number
    | null
  )[];
  @Field(() => [Float]) sensitivity!: number[];
  @Field(() => [Float]) specificity!: number[];
  @Field(() => [OperatingPoint]) youden!: OperatingPoint[];
  @Field(() => Float, { nullable: true, description: 'As asked, or of the source; null where none is known.' })
  threshold!: number | null;
  @Field(() => Confusion, { nullable: true, description: 'null where no threshold is known and none was asked for.' })
  confusion!: Confusion | null;
  @Field(() => [ScoredCase]) cases!: ScoredCase[];
  /** For what is computed of the cases on demand. */
  isFlipped!: boolean;
  asked!: Evaluated['asked'];
  scoredIds!: ReadonlySet<string>;
  columns!: SubjectColumns;
  inTurn!: Evaluated['inTurn'];
  @Field(() => [PatientCount], { description: 'Of these cases, those whose records contradict each other.' })
  contradictions!: CountedReason[];
  @SaidList() warnings!: readonly Statement[];
}
