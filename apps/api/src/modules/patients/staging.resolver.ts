import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Said } from '../../graphql/statement.type.ts';
import { type StagingService } from './staging.service.ts';

@ObjectType({ description: 'The baseline has one value, what is recorded of the patient gives others.' })
class StagingDifference {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => String, { description: 'A field of the form baseline: childPughClass or bclcStage.' }) field!: string;
  @Field(() => String) entered!: string;
  @Field(() => [String], { description: 'The values that the records allow; one, if they decide.' })
  derived!: readonly string[];
  @Said() how!: Statement;
}

@ObjectType()
class StagingDifferences {
  @Field(() => Int, { description: 'Patients with an entered Child-Pugh class or BCLC stage.' }) compared!: number;
  @Field(() => Int, { description: 'Of them, those with a difference.' }) patients!: number;
  @Field(() => [StagingDifference], { description: 'The first 200, by patient.' })
  rows!: readonly StagingDifference[];
}

@Resolver()
export class StagingResolver {
  constructor(private readonly service: StagingService) {}

  @Query(() => StagingDifferences, {
    description: 'Where the entered Child-Pugh class or BCLC 2022 stage cannot follow from what is recorded.',
  })
  stagingDifferences(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID, { nullable: true }) patientId: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<StagingDifferences> {
    return this.service.differences(ctx, study, patientId ?? null);
  }
}
