import { type ImportedTerm } from '@haim/schema';
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type CtcaeService } from './ctcae.service.ts';

@ObjectType({ description: 'A term of CTCAE 5.0 as its workbook was imported into the portal, in English.' })
export class CtcaeTerm {
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'The key of its system organ class.' }) organClass!: string;
  @Field(() => [String], {
    nullable: 'items',
    description: 'What each grade means, grade 1 first; null where the term does not have the grade.',
  })
  grades!: readonly (string | null)[];
  @Field(() => String, { nullable: true }) definition!: string | null;
  @Field(() => String, { nullable: true, description: 'The navigational note.' }) note!: string | null;
}

@Resolver()
export class CtcaeResolver {
  constructor(private readonly ctcae: CtcaeService) {}

  @Query(() => [CtcaeTerm], { description: 'None where no workbook was imported.' })
  ctcaeTerms(@Ctx() ctx: PortalContext): Promise<ImportedTerm[]> {
    return this.ctcae.terms(ctx);
  }
}
