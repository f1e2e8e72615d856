import { type RecipeRules as Rules, type Statement } from '@haim/schema';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { SaidList } from '../../graphql/statement.type.ts';

/** What is decided about every endpoint, as it is read and as it is given. */
@ObjectType('RecipeRules', { description: 'What an endpoint recipe decides, rule by rule.' })
@InputType('RecipeRulesInput')
export class RecipeRules implements Rules {
  @Field(() => String, { description: 'firstHaic or enrolment: what times are counted from.' })
  timeZero!: Rules['timeZero'];
  @Field(() => String, { description: 'lastContact or cutoff: where overall survival ends without a death.' })
  survivorsUntil!: Rules['survivorsUntil'];
  @Field(() => String, { description: 'event, censored or ignored: a death without progression, in PFS.' })
  pfsDeath!: Rules['pfsDeath'];
  @Field(() => String, { description: 'ignored or censored: a later treatment before the event, in PFS.' })
  pfsTreatment!: Rules['pfsTreatment'];
  @Field(() => String, { description: 'censored or ignored: a progression without response, in TTR.' })
  ttrProgression!: Rules['ttrProgression'];
  @Field(() => String, { description: 'As pfsDeath, in DoR.' }) dorDeath!: Rules['dorDeath'];
  @Field(() => String, { description: 'As pfsTreatment, in DoR.' }) dorTreatment!: Rules['dorTreatment'];
  @Field(() => String, { description: 'event or censored: a death, in TTNT.' }) ttntDeath!: Rules['ttntDeath'];
}

@ObjectType({ description: 'A definition by which times, events and best response are derived. Never rewritten.' })
export class Recipe {
  @Field(() => Int) id!: number;
  @Field(() => String) name!: string;
  @Field(() => Int) version!: number;
  @Field(() => RecipeRules, { description: 'Those that the recipe leaves unsaid included.' }) rules!: RecipeRules;
  @SaidList() method!: readonly Statement[];
}

@ObjectType({ description: 'Recipes by which a study may be analysed.' })
export class StudyRecipes {
  @Field(() => Recipe, { description: 'By which every answer is.' }) own!: Recipe;
  @Field(() => [Recipe], { description: 'Whose rows are kept beside those of its own.' }) kept!: Recipe[];
  @Field(() => [Recipe], { description: 'That it may keep as well: the portal’s, and its own of former days.' })
  others!: Recipe[];
}
