import { type HoldKind } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ReviewService } from './review.service.ts';
import { CentreReview, HoldKindEnum, PatientReview, RecordHold } from './review.type.ts';

@Resolver()
export class ReviewResolver {
  constructor(private readonly reviews: ReviewService) {}

  @Query(() => PatientReview, { description: 'What is frozen, locked and signed of a patient.' })
  patientReview(@Arg('patientId', () => ID) patientId: string, @Ctx() ctx: PortalContext): Promise<PatientReview> {
    return this.reviews.ofPatient(ctx, patientId);
  }

  @Query(() => [RecordHold], { description: 'Which centres of a study are frozen or locked as a whole.' })
  centreHolds(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<RecordHold[]> {
    return this.reviews.ofStudy(ctx, study);
  }

  @Query(() => [CentreReview], {
    description: 'What freezing or locking each centre would cover, and what is in its way.',
  })
  centreReviews(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<CentreReview[]> {
    return this.reviews.ofCentres(ctx, study);
  }

  @Mutation(() => [RecordHold], {
    description:
      'Freezes or locks one record or, without one, a patient; a query that is not closed and two entries that differ are in the way of a lock.',
  })
  holdRecords(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String, { nullable: true }) form: string | null,
    @Arg('recordId', () => ID, { nullable: true }) recordId: string | null,
    @Arg('kind', () => HoldKindEnum) kind: HoldKind,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<RecordHold[]> {
    return this.reviews.hold(ctx, { patientId, form: form ?? null, recordId: recordId ?? null }, kind, reason);
  }

  @Mutation(() => [RecordHold], { description: 'The same for everything at these centres, also what would be added.' })
  holdCentres(
    @Arg('study', () => String) study: string,
    @Arg('centres', () => [String]) centres: string[],
    @Arg('kind', () => HoldKindEnum) kind: HoldKind,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<RecordHold[]> {
    return this.reviews.holdCentres(ctx, study, centres, kind, reason);
  }

  @Mutation(() => Int, {
    description:
      'Ends the holds of one kind on whole centres, all or none. Signatures on what is no longer locked are void.',
  })
  liftCentres(
    @Arg('study', () => String) study: string,
    @Arg('centres', () => [String]) centres: string[],
    @Arg('kind', () => HoldKindEnum) kind: HoldKind,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<number> {
    return this.reviews.liftCentres(ctx, study, centres, kind, reason);
  }

  @Mutation(() => ID, { description: 'Ends a hold; signatures on what is no longer locked are void.' })
  liftHold(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.reviews.lift(ctx, id, reason);
  }
}
