import { type DiscordanceRule } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type AcceptedReadingService } from './accepted-reading.service.ts';
import { type AssignmentService, type ReadingCase as CaseOfStudy } from './assignment.service.ts';
import {
  AcceptedReading,
  BlindMember,
  PatientToRead,
  PatientToReadInput,
  ReadingAgreement,
  ReadingCase,
  ReadingPlan,
  ReadingPlanInput,
  RevealedCase,
  toKappa,
} from './assignment.type.ts';
import { toDerived } from './reading.type.ts';

@Resolver()
export class AssignmentResolver {
  constructor(
    private readonly assignments: AssignmentService,
    private readonly accepted: AcceptedReadingService,
  ) {}

  @Query(() => ReadingPlan)
  readingPlan(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<ReadingPlan> {
    return this.assignments.plan(ctx, study);
  }

  @Query(() => [BlindMember], { description: 'Readers and adjudicators who may read no records of the study.' })
  blindMembers(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<BlindMember[]> {
    return this.assignments.members(ctx, study);
  }

  @Query(() => [PatientToRead], { description: 'The first 200, those without a case before others.' })
  patientsToRead(
    @Arg('study', () => String) study: string,
    @Arg('code', () => String, { defaultValue: '', description: 'Part of a code.' }) code: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientToRead[]> {
    return this.assignments.patients(ctx, study, code);
  }

  @Query(() => [ReadingCase], {
    description: 'At the centres where the viewer assigns readings; discordant ones first.',
  })
  readingCases(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<CaseOfStudy[]> {
    return this.assignments.cases(ctx, study);
  }

  @Query(() => ReadingAgreement)
  async readingAgreement(
    @Arg('study', () => String) study: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ReadingAgreement> {
    const { ofVisits, ofBest, ...counts } = await this.assignments.agreement(ctx, study);
    return { ...counts, ofVisits: toKappa(ofVisits), ofBest: toKappa(ofBest) };
  }

  @Query(() => [AcceptedReading], { description: 'The newest first.' })
  async acceptedReadings(
    @Arg('patientId', () => ID) patientId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<AcceptedReading[]> {
    const readings = await this.accepted.ofPatient(ctx, patientId);
    return readings.map(({ derived, ...row }) => ({ ...row, derived: toDerived(derived) }));
  }

  @Mutation(() => ReadingPlan, { description: 'For cases to come; those that are assigned keep theirs.' })
  setReadingPlan(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('plan', () => ReadingPlanInput) plan: ReadingPlanInput,
    @Ctx() ctx: PortalContext,
  ): Promise<ReadingPlan> {
    const discordance = plan.discordance as DiscordanceRule;
    return this.assignments.setPlan(ctx, study, { ...plan, discordance, version });
  }

  @Mutation(() => Int, { description: 'Makes a case of each patient, all or none. Returns how many.' })
  assignReadings(
    @Arg('study', () => String) study: string,
    @Arg('patients', () => [PatientToReadInput]) patients: PatientToReadInput[],
    @Arg('firstReader', () => ID) firstReader: string,
    @Arg('secondReader', () => ID) secondReader: string,
    @Arg('adjudicator', () => ID, { description: 'Decides where the two differ.' }) adjudicator: string,
    @Ctx() ctx: PortalContext,
  ): Promise<number> {
    const wanted = patients.map(({ patientId, assessmentIds }) => ({
      patientId,
      assessmentIds: assessmentIds ?? null,
    }));
    return this.assignments.assign(ctx, study, { patients: wanted, firstReader, secondReader, adjudicator });
  }

  @Mutation(() => ReadingCase, { description: 'Lets a reader change what was handed in.' })
  reopenReading(
    @Arg('caseId', () => ID) caseId: string,
    @Arg('slot', () => String, { description: 'first, second or adjudication' }) slot: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<CaseOfStudy> {
    return this.assignments.reopen(ctx, caseId, slot, reason);
  }

  @Mutation(() => RevealedCase, { description: 'Which patient a case is. Each look is an entry of the audit trail.' })
  revealReadingCase(@Arg('caseId', () => ID) caseId: string, @Ctx() ctx: PortalContext): Promise<RevealedCase> {
    return this.assignments.reveal(ctx, caseId);
  }

  @Mutation(() => ReadingCase, { description: 'Tries again to store an accepted reading with the records.' })
  storeAcceptedReading(@Arg('caseId', () => ID) caseId: string, @Ctx() ctx: PortalContext): Promise<CaseOfStudy> {
    return this.assignments.storeAgain(ctx, caseId);
  }
}
