import { type demographicsForm, type RowOf, spreadOwn } from '@haim/schema';
import { type GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { addRecordFields, formTypes } from '../../graphql/form-types.ts';
import { selectedFields } from '../../graphql/selected-fields.ts';
import { type Contradiction, describePair } from './contradictions.ts';
import { missingTimes, type PatientService, type PatientWithRecords } from './patient.service.ts';

@ObjectType({ description: 'Derived by the endpoint recipe: null where the records do not allow it.' })
class Outcome {
  @Field(() => String, { nullable: true }) bestResponse!: string | null;
  @Field(() => Int, { nullable: true }) osDays!: number | null;
  @Field(() => Boolean, { nullable: true }) osEvent!: boolean | null;
  @Field(() => Int, { nullable: true }) pfsDays!: number | null;
  @Field(() => Boolean, { nullable: true }) pfsEvent!: boolean | null;
  @Field(() => String, { nullable: true, description: `Why there is no time: ${missingTimes.join(', ')}.` })
  osMissing!: string | null;
  @Field(() => String, { nullable: true }) pfsMissing!: string | null;
  @Field(() => String) recipe!: string;
}

@ObjectType({ description: 'Two records of a patient that cannot both be right, in words.' })
class RecordContradiction {
  @Field(() => String) rule!: string;
  @Field(() => String, { description: 'The form of the record that speaks against the other.' }) form!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

@ObjectType()
export class Patient {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) study!: string;
  @Field(() => String) centre!: string;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { description: "Whether the viewer may add and correct this patient's records." })
  writable!: boolean;
  @Field(() => Outcome) outcome!: Outcome;
}

addRecordFields(Patient.prototype);

@Resolver(() => Patient)
export class PatientResolver {
  constructor(private readonly patientService: PatientService) {}

  @Query(() => Patient, { description: 'One patient with every record.' })
  patient(
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PortalContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PatientWithRecords> {
    return this.patientService.one(ctx, id, selectedFields(info));
  }

  @Mutation(() => Patient)
  async createPatient(
    @Arg('study', () => String) study: string,
    @Arg('centre', () => String) centre: string,
    @Arg('code', () => String) code: string,
    @Arg('demographics', () => formTypes.demographics.Input) demographics: RowOf<typeof demographicsForm>,
    @Ctx() ctx: PortalContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PatientWithRecords> {
    const id = await this.patientService.create(ctx, {
      study,
      centre,
      code,
      demographics: spreadOwn({ ...demographics }),
    });
    return this.patientService.one(ctx, id, selectedFields(info));
  }

  @Mutation(() => Boolean, {
    description: 'Gives a patient another code, for a reason; the old one stays in the trail.',
  })
  async correctPatientCode(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int, { description: 'The one that was read.' }) version: number,
    @Arg('code', () => String) code: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.patientService.correctCode(ctx, { id, version, code, reason });
    return true;
  }

  @FieldResolver(() => [RecordContradiction])
  contradictions(@Root() { contradictions }: { contradictions: readonly Contradiction[] }): RecordContradiction[] {
    return contradictions.map((pair) => {
      const { form, recordId } = pair.record;
      return { rule: pair.rule, form, recordId, ...describePair(pair) };
    });
  }
}
