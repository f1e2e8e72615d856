import { Field, InputType } from 'type-graphql';
import { Json } from '../../graphql/scalars.ts';

@InputType({ description: 'A rule of the study: whoever meets the condition is found.' })
export class QualityRuleInput {
  @Field(() => String) nameEn!: string;
  @Field(() => String) nameZh!: string;
  @Field(() => Json, { description: 'A CohortFilter. What is wrong with it is named by its place.' })
  condition!: unknown;
}
