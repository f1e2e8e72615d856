import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type AuditService } from './audit.service.ts';

@ObjectType()
class AuditChange {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) oldValue!: string | null;
  @Field(() => String, { nullable: true }) newValue!: string | null;
}

@ObjectType({
  description: 'Written by the database in the transaction of the change itself; never changed, never removed.',
})
class AuditEntry {
  @Field(() => ID) id!: string;
  @Field(() => DateTime) at!: Date;
  @Field(() => String) by!: string;
  @Field(() => String, { description: 'create, correct or delete' }) action!: string;
  @Field(() => String) form!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String, { nullable: true }) patientCode!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => [AuditChange]) changes!: AuditChange[];
}

@Resolver()
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Query(() => [AuditEntry], { description: 'The newest changes first.' })
  auditEntries(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID, { nullable: true }) patientId: string | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Ctx() ctx: PortalContext,
  ): Promise<AuditEntry[]> {
    return this.audit.newest(ctx, study, patientId ?? null, first);
  }
}
