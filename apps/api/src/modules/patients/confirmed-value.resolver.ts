import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type ConfirmedValueRow } from './confirmed-value.query.ts';
import { type RecordService } from './record.service.ts';

@ObjectType({ description: 'Why a value that a check doubts is right. A change of the value takes it away.' })
class ConfirmedValue {
  @Field(() => ID) id!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) form!: string;
  @Field(() => String) field!: string;
  @Field(() => String) reason!: string;
  @Field(() => Int, { description: 'The version of the record that was saved with it.' }) recordVersion!: number;
  @Field(() => DateTime) confirmedAt!: Date;
  @Field(() => String) confirmedBy!: string;
}

@Resolver()
export class ConfirmedValueResolver {
  constructor(private readonly records: RecordService) {}

  @Query(() => [ConfirmedValue], { description: 'The doubtful values of a patient for which a reason was given.' })
  confirmedValues(
    @Arg('patientId', () => ID) patientId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ConfirmedValueRow[]> {
    return this.records.confirmedValues(ctx, patientId);
  }
}
