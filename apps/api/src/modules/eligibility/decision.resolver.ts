import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type EligibilityDecisionService, type PatientEligibility } from './decision.service.ts';

@ObjectType({ description: 'One criterion of the study, as the records of a patient answer it.' })
class CriterionOfPatient {
  @Field(() => String) code!: string;
  @Field(() => String, { description: 'inclusion, or exclusion.' }) kind!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it speaks for the patient: an inclusion that applies, an exclusion that does not.',
  })
  met!: boolean | null;
  @Field(() => [String], { description: 'Where it is not known, the values that are missing.' }) missingEn!: string[];
  @Field(() => [String]) missingZh!: string[];
}

@ObjectType({ description: 'What somebody decided about a patient, whatever the criteria make of the records.' })
class EligibilityDecision {
  @Field(() => Boolean) eligible!: boolean;
  @Field(() => String) reason!: string;
  @Field(() => String) decidedBy!: string;
  @Field(() => DateTime) decidedAt!: Date;
  @Field(() => Int) version!: number;
}

@ObjectType('PatientEligibility')
class PatientEligibilityType {
  @Field(() => String, {
    nullable: true,
    description: 'eligible, ineligible or unknown; null where the study states no criteria.',
  })
  state!: string | null;
  @Field(() => [CriterionOfPatient]) criteria!: CriterionOfPatient[];
  @Field(() => EligibilityDecision, { nullable: true }) decision!: EligibilityDecision | null;
}

@Resolver()
export class EligibilityDecisionResolver {
  constructor(private readonly decisions: EligibilityDecisionService) {}

  @Query(() => PatientEligibilityType, { description: 'Whether a patient is eligible, criterion by criterion.' })
  async patientEligibility(
    @Arg('patientId', () => ID) patientId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientEligibilityType> {
    return shown(await this.decisions.ofPatient(ctx, patientId));
  }

  @Mutation(() => PatientEligibilityType, {
    description: 'Decides for a reason that a patient is eligible, or is not.',
  })
  async decideEligibility(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('eligible', () => Boolean) eligible: boolean,
    @Arg('reason', () => String) reason: string,
    @Arg('version', () => Int, { description: 'Of the decision that was read; 0 where there was none.' })
    version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientEligibilityType> {
    return shown(await this.decisions.decide(ctx, patientId, { eligible, reason, version }));
  }

  @Mutation(() => PatientEligibilityType, { description: 'Takes such a decision back: the criteria alone decide.' })
  async takeBackEligibility(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientEligibilityType> {
    return shown(await this.decisions.takeBack(ctx, patientId, version, reason));
  }
}

function shown({ state, criteria, decision }: PatientEligibility): PatientEligibilityType {
  return {
    state,
    decision,
    criteria: criteria.map(({ criterion: { code, kind, label }, met, missing }) => ({
      code,
      kind,
      labelEn: label.en,
      labelZh: label.zh,
      met,
      missingEn: missing.map(({ en }) => en),
      missingZh: missing.map(({ zh }) => zh),
    })),
  };
}
