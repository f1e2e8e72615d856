import { type Statement } from '@haim/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList } from '../../../graphql/statement.type.ts';
import { CohortInput, type CountedReason, PatientCount } from '../../cohort/index.ts';
import { evaluationSets, type EvaluationSetName } from './evaluation-sets.ts';
import { type EvaluationService } from './evaluation.service.ts';
import { rocFor } from './roc-for-picture.ts';

export const EvaluationSet = Object.fromEntries(Object.keys(evaluationSets).map((name) => [name, name]));
registerEnumType(EvaluationSet, { name: 'EvaluationSet', description: 'ENTIRE is internal and external together.' });

@ObjectType({
  description:
    "kind: imported (another system's scores), portal (computed here) or clinical (fitted to baseline covariates).",
})
export class ScoreSource {
  @Field(() => ID) id!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) modelName!: string;
  @Field(() => String) weights!: string;
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
class OperatingPoint {
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
  @Said() method!: Statement;
}

@ObjectType({ description: 'Columns of equal length, by descending threshold, from (0, 0) to (1, 1).' })
class RocCurve {
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
}

@ObjectType()
class ScoredCase {
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

@ObjectType({ description: 'Counts patients: of several scored slides in the set the first by barcode counts.' })
class Evaluation {
  @Field(() => ScoreSource) source!: ScoreSource;
  @Field(() => EvaluationSet) set!: EvaluationSetName;
  @Field(() => EvaluationSetNote, { nullable: true }) setNote!: EvaluationSetNote | null;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients with a score and an evaluable response.' }) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int) nNegative!: number;
  @Field(() => String) positiveClass!: string;
  @Field(() => String) negativeClass!: string;
  @Said() direction!: Statement;
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
  @Field(() => [PatientCount], { description: 'Of these cases, those whose records contradict each other.' })
  contradictions!: CountedReason[];
  @SaidList() warnings!: readonly Statement[];
}

@Resolver(() => Evaluation)
export class EvaluationResolver {
  constructor(private readonly evaluations: EvaluationService) {}

  @Query(() => [ScoreSource])
  scoreSources(
    @Arg('study', () => String) study: string,
    @Arg('clinicalCovariates', () => [String], { nullable: true }) clinicalCovariates: string[] | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ScoreSource[]> {
    return this.evaluations.sources(ctx, study, clinicalCovariates ?? null);
  }

  @Query(() => Evaluation, { description: 'ROC, AUC and confusion matrix of a score against best response.' })
  evaluation(
    @Arg('study', () => String) study: string,
    @Arg('source', () => ID) source: string,
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('threshold', () => Float, { nullable: true }) threshold: number | null,
    @Arg('cohort', () => CohortInput, { nullable: true, description: 'Whose scores are looked at; all by default.' })
    cohort: CohortInput | null,
    @Ctx() ctx: PortalContext,
  ): Promise<Evaluation> {
    return this.evaluations.evaluate(ctx, study, source, set, threshold ?? null, cohort);
  }

  @FieldResolver(() => RocCurve, {
    description: 'The same vertices as in the lists above, or those that a picture can show.',
  })
  curve(
    @Root() evaluation: Evaluation,
    @Arg('width', () => Int, {
      nullable: true,
      description:
        'Pixels of each side of the picture, 1 to 10000: of the vertices in one pixel the first and the last remain, each ' +
        'with its exact numbers. Without it every vertex.',
    })
    width: number | null,
  ): RocCurve {
    return rocFor(evaluation, width ?? null);
  }
}
