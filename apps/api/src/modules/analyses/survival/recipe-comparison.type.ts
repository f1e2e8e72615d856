import { type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { type CountedReason, PatientCount } from '../../cohort/index.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';
import { SurvivalCurve } from './survival-curve.type.ts';
import { CoxRatio } from './survival-model.resolver.ts';

@ObjectType('ComparedRecipe', { description: 'A recipe whose rows a study keeps beside those of its own.' })
export class ComparedRecipeType {
  @Field(() => Int) recipeId!: number;
  @Field(() => String, { description: 'Name and version.' }) name!: string;
}

@ObjectType({ description: 'The selection by one of the two recipes.' })
export class RecipeSide {
  @Field(() => String, { description: 'Name and version.' }) recipe!: string;
  @Field(() => Int, { description: 'Patients with a time and a group.' }) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => [SurvivalCurve]) curves!: SurvivalCurve[];
  @Field(() => CoxRatio, { nullable: true, description: 'Of exactly two groups, by Cox.' }) ratio!: CoxRatio | null;
  @Field(() => Float, { nullable: true, description: 'Of the log-rank test of the groups.' }) pValue!: number | null;
  @Field(() => [PatientCount]) droppedReasons!: CountedReason[];
  @Said() bandMethod!: Statement;
  @Field(() => [StatementType], { description: 'What the endpoint is by this recipe, where its name does not tell.' })
  endpointRule!: readonly Statement[];
}

@ObjectType({ description: 'A time by one recipe.' })
export class TimeByRecipe {
  @Field(() => Int, { nullable: true, description: 'From time zero; null where there is no time.' }) days!:
    | number
    | null;
  @Field(() => Boolean, { nullable: true }) event!: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why there is no time: a reason of `droppedReasons`.' })
  missing!: string | null;
}

@ObjectType({ description: 'A patient about whom the two recipes disagree.' })
export class ChangedTime {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) centre!: string | null;
  @Field(() => String, { nullable: true }) group!: string | null;
  @Field(() => TimeByRecipe) own!: TimeByRecipe;
  @Field(() => TimeByRecipe) other!: TimeByRecipe;
}

@ObjectType({
  description: 'One endpoint by two endpoint recipes of the same patients, of the centres that the asker may read.',
})
export class RecipeComparison {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => [RecipeSide], { description: 'By the recipe of the study, then by the other.' })
  sides!: readonly RecipeSide[];
  @Field(() => Int, { description: 'In the selection.' }) patients!: number;
  @Field(() => Int, { description: 'Patients whose time or end differs.' }) changedTotal!: number;
  @Field(() => [ChangedTime], { description: 'Of them the first 1000, by code.' }) changed!: readonly ChangedTime[];
  @Said() timeZero!: Statement;
  @Field(() => Float) monthDays!: number;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}
