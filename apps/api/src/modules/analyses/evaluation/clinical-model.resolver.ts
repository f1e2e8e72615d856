import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList } from '../../../graphql/statement.type.ts';
import { type CountedReason, PatientCount } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type ClinicalModelService } from './clinical-model.service.ts';
import { clinicalFile } from './clinical-model.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { EvaluationSet, Metric } from './evaluation.type.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: 'A baseline covariate that the clinical model may use.' })
class ClinicalCovariateChoice {
  @Field(() => String) name!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => Boolean, { description: 'Whether a new page begins with it.' }) usual!: boolean;
}

@ObjectType()
class ClinicalCoefficient {
  @Field(() => String) covariate!: string;
  @Field(() => String, { nullable: true, description: 'The level the odds ratio is of; null for a number.' })
  level!: string | null;
  @Field(() => String, optional) reference!: string | null;
  @Field(() => Float, { nullable: true, description: 'Log odds ratio.' }) coefficient!: number | null;
  @Field(() => Float, optional) oddsRatio!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Float, optional) pValue!: number | null;
}

@ObjectType()
class ClinicalEvaluation {
  @Field(() => EvaluationSet) set!: EvaluationSetName;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int, { description: 'Cases of the set without a clinical score: a covariate is missing.' })
  nNotScored!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => [Metric], { description: "At the model's own threshold." }) metrics!: Metric[];
}

@ObjectType({
  description:
    'Logistic regression of SD/PD (against CR/PR) on baseline covariates, fitted to the training cases that the viewer may read.',
})
class ClinicalModel {
  @Field(() => ID, { nullable: true, description: 'As a source of scores; null where nothing could be fitted.' })
  sourceId!: string | null;
  @Field(() => [String]) covariates!: readonly string[];
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Said() method!: Statement;
  @Field(() => Int, { description: 'Complete training cases used.' }) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int, { description: 'Training cases dropped because a covariate is missing.' }) nDropped!: number;
  @Field(() => Float, { nullable: true, description: 'Log odds where every covariate is 0 or at its reference.' })
  intercept!: number | null;
  @Field(() => [ClinicalCoefficient]) coefficients!: readonly ClinicalCoefficient[];
  @Field(() => Float, { nullable: true, description: 'Youden point of the training cases.' }) threshold!: number | null;
  @Field(() => [ClinicalEvaluation], { description: 'Training is where it was fitted: its area flatters.' })
  evaluations!: readonly ClinicalEvaluation[];
  @Field(() => [PatientCount], {
    description: 'Of the patients fitted or evaluated, those whose records contradict each other.',
  })
  contradictions!: readonly CountedReason[];
  @SaidList() warnings!: readonly Statement[];
  @Field(() => String, {
    nullable: true,
    description: 'Fits the same in R and compares; null where R has no counterpart.',
  })
  rScript!: string | null;
  @Field(() => String, { description: 'The training cases that the script reads.' }) trainingCsv!: string;
}

@Resolver(() => ClinicalModel)
export class ClinicalModelResolver {
  constructor(private readonly clinical: ClinicalModelService) {}

  @Query(() => [ClinicalCovariateChoice], { description: 'With a study, also those that its own fields are.' })
  clinicalCovariates(
    @Arg('study', () => String, { nullable: true }) study: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ClinicalCovariateChoice[]> {
    return this.clinical.covariates(ctx, study ?? null);
  }

  @Query(() => ClinicalModel)
  clinicalModel(
    @Arg('study', () => String) study: string,
    @Arg('covariates', () => [String], { nullable: true }) covariates: string[] | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ClinicalModel> {
    return this.clinical.model(ctx, study, covariates ?? null);
  }

  @FieldResolver(() => TableFilesType, {
    nullable: true,
    description: 'The same fit in R, with the training cases; null where R has no counterpart.',
  })
  files(@Root() { rScript, trainingCsv, n, nDropped }: ClinicalModel): TableFiles | null {
    if (rScript === null) return null;
    return { name: clinicalFile, data: trainingCsv, rows: n + nDropped, script: rScript };
  }
}
