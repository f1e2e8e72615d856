import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Json } from '../../graphql/scalars.ts';
import { StatementType } from '../../graphql/statement.type.ts';
import { type FlowArm, type FlowStep } from './flow.ts';
import { type FlowService } from './flow.service.ts';

@ObjectType({ description: 'Some who leave the flow between a step and the next.' })
class PatientFlowExit {
  @Field(() => String) code!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => Int) n!: number;
  @Field(() => Json, { nullable: true, description: 'Who they are, as a CohortFilter; null for who are no patients.' })
  filter!: unknown;
}

@ObjectType({ description: 'With those who leave before the next step, its number adds up to this one’s.' })
class PatientFlowStep {
  @Field(() => String, { description: 'screened, enrolled, counted, treated, followed or analysed.' }) key!: string;
  @Field(() => Int) n!: number;
  @Field(() => Json, { nullable: true, description: 'Who they are, as a CohortFilter; null for who are no patients.' })
  filter!: unknown;
  @Field(() => [PatientFlowExit]) exits!: PatientFlowExit[];
}

@ObjectType()
class PatientFlowArm {
  @Field(() => String, { nullable: true, description: 'null: patients without an arm.' }) code!: string | null;
  @Field(() => [PatientFlowStep], { description: 'From those counted in the arm to those analysed.' })
  steps!: PatientFlowStep[];
  @Field(() => Int, { description: 'Of those analysed, patients with a slide.' }) withSlide!: number;
  @Field(() => Int, { description: 'Of those analysed, patients with a score.' }) withScore!: number;
}

@ObjectType({ description: 'What became of everybody who was screened, at one’s own centres.' })
class PatientFlow {
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Boolean, { description: 'Whether these are all centres of the study.' }) coversStudy!: boolean;
  @Field(() => [PatientFlowStep], { description: 'Screened, enrolled, counted by the analyses.' })
  common!: PatientFlowStep[];
  @Field(() => [PatientFlowArm], { description: 'They add up to those who are counted.' }) arms!: PatientFlowArm[];
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@Resolver()
export class FlowResolver {
  constructor(private readonly service: FlowService) {}

  @Query(() => PatientFlow, { description: 'The flow of patients, computed from the records at each request.' })
  async patientFlow(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<PatientFlow> {
    const { common, arms, ...rest } = await this.service.flow(ctx, study);
    return { ...rest, common: common.map(stepOf), arms: arms.map(toArm) };
  }
}

const toArm = ({ steps, ...arm }: FlowArm): PatientFlowArm => ({ ...arm, steps: steps.map(stepOf) });

function stepOf({ exits, ...step }: FlowStep): PatientFlowStep {
  return {
    ...step,
    exits: exits.map(({ label, ...exit }) => ({ ...exit, labelEn: label.en, labelZh: label.zh })),
  };
}
