import { type IdentityRow } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type IdentityService } from './identity.service.ts';
import { FoundPatient, PatientIdentity, PatientIdentityInput, ShownIdentity } from './identity.type.ts';

/** Mutations all of them: a look leaves an entry in the trail. */
@Resolver()
export class IdentityResolver {
  constructor(private readonly identities: IdentityService) {}

  @Mutation(() => ShownIdentity, { description: 'Who a patient is. Each call is an entry in the audit trail.' })
  showIdentity(@Arg('patientId', () => ID) patientId: string, @Ctx() ctx: PortalContext): Promise<ShownIdentity> {
    return this.identities.show(ctx, patientId) as Promise<ShownIdentity>;
  }

  @Mutation(() => [FoundPatient], {
    description:
      'Patients of one’s own centre by their hospital number as a whole. That somebody searched is an entry in the audit trail, without the number.',
  })
  findByHospitalNumber(
    @Arg('study', () => String) study: string,
    @Arg('hospitalNumber', () => String) hospitalNumber: string,
    @Ctx() ctx: PortalContext,
  ): Promise<FoundPatient[]> {
    return this.identities.find(ctx, study, hospitalNumber);
  }

  @Mutation(() => PatientIdentity, {
    description: 'Enters who a patient is (no version), or corrects it (the version read, and a reason).',
  })
  saveIdentity(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('values', () => PatientIdentityInput) values: IdentityRow,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() ctx: PortalContext,
  ) {
    return this.identities.save(ctx, {
      patientId,
      version: version ?? null,
      values: { ...values },
      reason: reason ?? null,
    });
  }

  @Mutation(() => ID, { description: 'Removes who a patient is, and nothing else of the patient.' })
  removeIdentity(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.identities.remove(ctx, { patientId, version, reason });
  }
}
