import { type RowOf, type demographicsForm } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { formTypes } from '../../graphql/form-types.ts';
import { type Contradiction, describePair } from './contradictions.ts';
import { missingTimes, type PatientRecordData, type PatientService } from './patient.service.ts';

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
  readonly records!: PatientRecordData['records'];
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) study!: string;
  @Field(() => String) centre!: string;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { description: "Whether the viewer may add and correct this patient's records." })
  writable!: boolean;
  @Field(() => Outcome) outcome!: Outcome;
}

@Resolver(() => Patient)
export class PatientResolver {
  constructor(private readonly patientService: PatientService) {}

  @Query(() => Patient, { description: 'One patient with every record.' })
  patient(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<PatientRecordData> {
    return this.patientService.one(ctx, id);
  }

  @Mutation(() => Patient)
  async createPatient(
    @Arg('study', () => String) study: string,
    @Arg('centre', () => String) centre: string,
    @Arg('code', () => String) code: string,
    @Arg('demographics', () => formTypes.demographics.Input) demographics: RowOf<typeof demographicsForm>,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientRecordData> {
    const id = await this.patientService.create(ctx, { study, centre, code, demographics: { ...demographics } });
    return this.patientService.one(ctx, id);
  }

  @FieldResolver(() => [RecordContradiction])
  contradictions(@Root() { contradictions }: { contradictions: readonly Contradiction[] }): RecordContradiction[] {
    return contradictions.map((pair) => {
      const { form, recordId } = pair.record;
      return { rule: pair.rule, form, recordId, ...describePair(pair) };
    });
  }

  @FieldResolver(() => formTypes.demographics.Output, { nullable: true })
  demographics(@Root() { records }: Patient): StoredRow | null {
    return records.demographics[0] ?? null;
  }

  @FieldResolver(() => formTypes.eligibility.Output, { nullable: true })
  eligibility(@Root() { records }: Patient): StoredRow | null {
    return records.eligibility[0] ?? null;
  }

  @FieldResolver(() => formTypes.baseline.Output, { nullable: true })
  baseline(@Root() { records }: Patient): StoredRow | null {
    return records.baseline[0] ?? null;
  }

  @FieldResolver(() => formTypes.treatment.Output, { nullable: true })
  treatment(@Root() { records }: Patient): StoredRow | null {
    return records.treatment[0] ?? null;
  }

  @FieldResolver(() => [formTypes.tumourAssessment.Output])
  tumourAssessments(@Root() { records }: Patient): StoredRow[] {
    return records.tumourAssessment;
  }

  @FieldResolver(() => [formTypes.adverseEvent.Output])
  adverseEvents(@Root() { records }: Patient): StoredRow[] {
    return records.adverseEvent;
  }

  @FieldResolver(() => [formTypes.followUp.Output])
  followUps(@Root() { records }: Patient): StoredRow[] {
    return records.followUp;
  }

  @FieldResolver(() => [formTypes.slide.Output])
  slides(@Root() { records }: Patient): StoredRow[] {
    return records.slide;
  }

  @FieldResolver(() => [formTypes.importedScore.Output])
  importedScores(@Root() { records }: Patient): StoredRow[] {
    return records.importedScore;
  }
}
