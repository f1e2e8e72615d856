import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type EligibilityRulesService } from './rules.service.ts';
import { EligibilityRulesInput, EligibilityRulesOfStudy, rulesFrom, toRules } from './rules.type.ts';

@Resolver()
export class EligibilityRulesResolver {
  constructor(private readonly rules: EligibilityRulesService) {}

  @Query(() => EligibilityRulesOfStudy, { description: 'Whom the study takes in, and whom its analyses count.' })
  async eligibilityRules(
    @Arg('study', () => String) study: string,
    @Ctx() ctx: PortalContext,
  ): Promise<EligibilityRulesOfStudy> {
    return toRules(await this.rules.read(ctx, study));
  }

  @Mutation(() => EligibilityRulesOfStudy, {
    description: 'Replaces the criteria of the study; every patient is judged by them at once.',
  })
  async saveEligibilityRules(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int, { description: 'The one that was read; 0 where nothing was stated yet.' })
    version: number,
    @Arg('rules', () => EligibilityRulesInput) rules: EligibilityRulesInput,
    @Ctx() ctx: PortalContext,
  ): Promise<EligibilityRulesOfStudy> {
    return toRules(await this.rules.save(ctx, study, version, rulesFrom(rules)));
  }
}
