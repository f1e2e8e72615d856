import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type TreatmentGivenService } from './treatment-given.service.ts';

@ObjectType({ description: 'The treatment record has one value, the cycles and courses on record give another.' })
class TreatmentDifference {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => String, { description: 'A field of the form treatment.' }) field!: string;
  @Field(() => String) recorded!: string;
  @Field(() => String) given!: string;
}

@ObjectType()
class TreatmentDifferences {
  @Field(() => Int, { description: 'Patients with a HAIC cycle or a course of TKI or ICI on record.' })
  compared!: number;
  @Field(() => Int, { description: 'Of them, those with a difference.' }) patients!: number;
  @Field(() => [TreatmentDifference], { description: 'The first 200, by patient.' })
  rows!: readonly TreatmentDifference[];
}

@Resolver()
export class TreatmentGivenResolver {
  constructor(private readonly service: TreatmentGivenService) {}

  @Query(() => TreatmentDifferences, { description: 'Where the treatment record differs from what was given.' })
  treatmentDifferences(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID, { nullable: true }) patientId: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<TreatmentDifferences> {
    return this.service.differences(ctx, study, patientId ?? null);
  }
}
