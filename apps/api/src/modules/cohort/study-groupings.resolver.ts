import { Field, FieldResolver, ID, ObjectType, Resolver } from 'type-graphql';
import { Study } from '../studies/index.ts';
import { groupings } from './grouping.ts';

@ObjectType({ description: 'A variable by which curves may be grouped.' })
class Grouping {
  @Field(() => ID) variable!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
}

@Resolver(() => Study)
export class StudyGroupingsResolver {
  @FieldResolver(() => [Grouping], { description: 'Variables by which curves may be grouped.' })
  groupings(): Grouping[] {
    return groupings.map(({ variable, label }) => ({ variable, labelEn: label.en, labelZh: label.zh }));
  }
}
