import { type ScreeningOutcome } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { MOST_SCREENINGS, type ScreeningService } from './screening.service.ts';
import { ScreeningInput, ScreeningLine } from './screening.type.ts';

@Resolver()
export class ScreeningResolver {
  constructor(private readonly service: ScreeningService) {}

  @Query(() => [ScreeningLine], { description: `The newest ${MOST_SCREENINGS} lines of one's own centres.` })
  screenings(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<ScreeningLine[]> {
    return this.service.list(ctx, study);
  }

  @Mutation(() => ScreeningLine, { description: 'Adds a line (no id), or corrects one (id and the version read).' })
  saveScreening(
    @Arg('study', () => String) study: string,
    @Arg('centre', () => String) centre: string,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('screening', () => ScreeningInput) screening: ScreeningInput,
    @Ctx() ctx: PortalContext,
  ): Promise<ScreeningLine> {
    const { number, outcome, reason, patient, ...rest } = screening;
    return this.service.save(ctx, study, centre, id ? { id, version: version ?? 0 } : null, {
      ...rest,
      number: number.trim(),
      outcome: outcome as ScreeningOutcome,
      reason: reason?.trim() || null,
      patient: patient?.trim() || null,
    });
  }

  @Mutation(() => ID, { description: 'Takes a line out that should never have been in.' })
  removeScreening(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.service.remove(ctx, { id, version }, reason);
  }
}
