import { type Label } from '@haim/schema';
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type FieldService } from '../fields/index.ts';
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
  constructor(private readonly fields: FieldService) {}

  @FieldResolver(() => [Grouping], { description: 'Variables by which curves may be grouped.' })
  async groupings(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<Grouping[]> {
    const own = (await this.fields.variables(ctx, study.code)).filter(({ groups }) => groups);
    return [
      ...groupings.map(({ variable, label }) => toGrouping(variable, label)),
      ...own.map(({ name, label }) => toGrouping(name, label)),
    ];
  }
}

function toGrouping(variable: string, label: Label): Grouping {
  return { variable, labelEn: label.en, labelZh: label.zh };
}
