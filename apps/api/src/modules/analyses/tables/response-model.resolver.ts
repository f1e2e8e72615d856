import { type Statement } from '@haim/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type ResponseModelRequest, type ResponseModelService } from './response-model.service.ts';
import { type EntryRule } from './response-model.ts';

const EntryEnum = { ALL: 'all', P_BELOW_005: 'p-below-0.05' } as const;
registerEnumType(EntryEnum, {
  name: 'ModelEntry',
  description:
    'Which covariates are in the multivariable model: all that were chosen, or those with univariate p < 0.05.',
});

@ObjectType()
class OddsRatio {
  @Field(() => Float, { nullable: true, description: 'Null where it cannot be estimated.' }) oddsRatio!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
}

@ObjectType({ description: 'A number, or a level of a category against its reference.' })
class ResponseModelRow {
  @Field(() => String) covariate!: string;
  @Field(() => String, { nullable: true, description: 'Null for a number.' }) level!: string | null;
  @Field(() => Boolean) isReference!: boolean;
  @Field(() => Int, { description: 'Patients with the level, or with a value.' }) n!: number;
  @Field(() => Int, { description: 'Those of them with an objective response.' }) responders!: number;
  @Field(() => OddsRatio, { nullable: true, description: 'Null for a reference.' }) univariate!: OddsRatio | null;
  @Field(() => Float, { nullable: true, description: 'Of the whole covariate, on its first row.' })
  termP!: number | null;
  @Field(() => OddsRatio, { nullable: true, description: 'Null for a reference, and for what is not in the model.' })
  multivariable!: OddsRatio | null;
}

@ObjectType({ description: 'The model of one covariate alone.' })
class UnivariateModel {
  @Field(() => String) covariate!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients without a value.' }) nDropped!: number;
  @Field(() => Boolean, { description: 'Whether the multivariable model has it.' }) entered!: boolean;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'The model of several covariates together.' })
class MultivariableModel {
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients without a value of one of its covariates.' }) nDropped!: number;
  @Field(() => Int) responders!: number;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'Logistic models of objective response, of the centres that the asker may read.' })
class ResponseModel {
  @Field(() => EntryEnum) entry!: EntryRule;
  @Field(() => String, { description: 'Name and version of the rule that made best responses.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients of the cohort.' }) n!: number;
  @Field(() => Int) responders!: number;
  @Field(() => [ResponseModelRow], { description: 'Empty where nothing can be estimated; the statements say why.' })
  rows!: readonly ResponseModelRow[];
  @Field(() => [UnivariateModel]) univariate!: readonly UnivariateModel[];
  @Field(() => MultivariableModel, { nullable: true, description: 'Null where no covariate is in it.' })
  multivariable!: MultivariableModel | null;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => ResponseModel)
export class ResponseModelResolver {
  constructor(private readonly service: ResponseModelService) {}

  @Query(() => ResponseModel, {
    description: 'Table 2: objective response by each covariate alone, and by those together that enter by the rule.',
  })
  responseModel(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('covariates', () => [String], { nullable: true, description: 'By default those of the publication.' })
    covariates: string[] | null,
    @Arg('entry', () => EntryEnum, { defaultValue: 'all' }) entry: EntryRule,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ResponseModel & Asked> {
    const chosen = { cohort: cohort ?? null, covariates: covariates ?? null, snapshot: snapshot ?? null };
    return this.service.model(ctx, { study, ...chosen, entry });
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: ResponseModel & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: ResponseModelRequest;
}
