import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { fieldOfColumn, type VerificationRow } from './verification.query.ts';
import { type VerificationService } from './verification.service.ts';
import { RecordVerification, VerifiedShare } from './verification.type.ts';

@Resolver()
export class VerificationResolver {
  constructor(private readonly verifications: VerificationService) {}

  @Query(() => [RecordVerification], {
    description: 'Which records and fields of a patient were compared with their source.',
  })
  async patientVerifications(
    @Arg('patientId', () => ID) patientId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<RecordVerification[]> {
    return (await this.verifications.ofPatient(ctx, patientId)).map(byFields);
  }

  @Query(() => [VerifiedShare], { description: 'How much of each centre and form was compared with its source.' })
  verifiedShares(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<VerifiedShare[]> {
    return this.verifications.shares(ctx, study);
  }

  @Mutation(() => RecordVerification, {
    description: 'Marks a record, or one field of it, as compared with its source, in the version that was read.',
  })
  async verifyRecord(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String) form: string,
    @Arg('recordId', () => ID) recordId: string,
    @Arg('field', () => String, { nullable: true }) field: string | null,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<RecordVerification> {
    return byFields(await this.verifications.verify(ctx, patientId, { form, recordId, field: field ?? null, version }));
  }

  @Mutation(() => ID, { description: 'Takes such a mark away.' })
  takeBackVerification(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<string> {
    return this.verifications.takeBack(ctx, id);
  }
}

/** By the names of the declarations, each once. */
function byFields({ revertedFields, ...row }: VerificationRow): RecordVerification {
  return { ...row, revertedFields: [...new Set(revertedFields.map((column) => fieldOfColumn(row.form, column)))] };
}
