import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type DueService, type FollowUp } from './due.service.ts';
import { DueItemsFilter, DuePage, FollowUpCompleteness, PatientVisits, VisitStopInput } from './due.type.ts';

@Resolver()
export class DueResolver {
  constructor(private readonly due: DueService) {}

  @Query(() => DuePage, { description: 'Which visits are due at the centres that the asker reads.' })
  dueItems(
    @Arg('study', () => String) study: string,
    @Arg('filter', () => DueItemsFilter, { nullable: true }) filter: DueItemsFilter | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The last nextCursor, or the cursor of an item.' })
    after: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<DuePage> {
    const { centres, forms, states, overdueBy, code } = filter ?? {};
    const wanted = {
      ...{ centres: centres ?? [], forms: forms ?? [], states: states ?? [] },
      ...{ overdueBy: overdueBy ?? 0, code: code ?? '' },
    };
    return this.due.page(ctx, study, { filter: wanted, first, after: after ?? null });
  }

  @Query(() => PatientVisits, { description: 'What is due of one patient, and what was missed.' })
  patientVisits(@Arg('patientId', () => ID) patientId: string, @Ctx() ctx: PortalContext): Promise<PatientVisits> {
    return this.due.ofPatient(ctx, patientId);
  }

  @Query(() => FollowUpCompleteness)
  followUpCompleteness(
    @Arg('study', () => String) study: string,
    @Arg('centres', () => [String], { nullable: true }) centres: string[] | null,
    @Ctx() ctx: PortalContext,
  ): Promise<FollowUp> {
    return this.due.followUp(ctx, study, centres ?? []);
  }

  @Mutation(() => PatientVisits, { description: 'The version is the one that was read; 0 where visits go on.' })
  stopVisits(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('version', () => Int) version: number,
    @Arg('stop', () => VisitStopInput) { stoppedOn, why, note }: VisitStopInput,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientVisits> {
    return this.due.stop(ctx, patientId, version, { stoppedOn, why, note: note ?? null });
  }

  @Mutation(() => PatientVisits)
  resumeVisits(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientVisits> {
    return this.due.resume(ctx, patientId, version, reason);
  }
}
