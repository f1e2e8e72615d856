import { type PlanEndpoint } from '@haim/schema';
import { Arg, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Histogram, Protection } from '../cohort/index.ts';
import { type SharedArm } from './shared-progress.ts';
import { type SharedProgressService } from './shared-progress.service.ts';
import { StudyInformation } from './study-progress.type.ts';

@ObjectType({ description: 'An arm of all centres; null is what its protected curve does not tell.' })
class ProgressOfArm implements SharedArm {
  @Field(() => String) arm!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { nullable: true, description: 'Of the protected curve of overall survival.' })
  deaths!: number | null;
  @Field(() => Int, { nullable: true, description: 'Of the protected curve of progression-free survival.' })
  progressions!: number | null;
  @Field(() => Float, { nullable: true, description: 'Reverse Kaplan-Meier median of the protected curve.' })
  medianDays!: number | null;
  @Field(() => Float, { nullable: true }) lowerDays!: number | null;
  @Field(() => Float, { nullable: true }) upperDays!: number | null;
}

@ObjectType({ description: 'How far all centres of a study have come, protected under its rule.' })
class SharedProgress {
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Protection) protection!: Protection;
  @Field(() => Int) n!: number;
  @Field(() => Float) monthDays!: number;
  @Field(() => String, { description: 'OS or PFS: whose events the plan counts.' }) endpoint!: PlanEndpoint;
  @Field(() => [ProgressOfArm], { description: 'In the order of the study.' }) groups!: readonly ProgressOfArm[];
  @Field(() => [String], { description: 'Arms with too few patients for a column, or nobody.' })
  withheldArms!: readonly string[];
  @Field(() => Histogram, { nullable: true, description: 'Patients by the period of the first treatment.' })
  accrual!: Histogram | null;
  @Field(() => StudyInformation, { nullable: true, description: 'null without two arms whose events are told.' })
  information!: StudyInformation | null;
  @Field(() => Float, { nullable: true, description: 'Of the forms that patients need, the share with a record.' })
  recorded!: number | null;
}

@Resolver()
export class SharedProgressResolver {
  constructor(private readonly service: SharedProgressService) {}

  @Query(() => SharedProgress, {
    nullable: true,
    description: 'Beside `studyProgress` of own centres: all of them, protected. Null for whoever reads every centre.',
  })
  sharedProgress(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<SharedProgress | null> {
    return this.service.progress(ctx, study);
  }
}
