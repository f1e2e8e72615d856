import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, type CountedReason, PatientCount, SnapshotArg } from '../../cohort/index.ts';
import { type Swimmer, type SwimmerPage, type SwimmerService } from './swimmer.service.ts';

@ObjectType('Swimmer', { description: "One patient's course, in days from time zero." })
class SwimmerType implements Swimmer {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) arm!: string | null;
  @Field(() => Int, { description: 'Until death or the last contact.' }) days!: number;
  @Field(() => Boolean) isDead!: boolean;
  @Field(() => Int, { nullable: true, description: 'A progression on the day of death counts as death.' })
  progressionDay!: number | null;
  @Field(() => [Int], { description: 'HAIC cycles on record.' }) cycleDays!: readonly number[];
  @Field(() => Int, { nullable: true, description: 'The first image with a complete response before progression.' })
  completeResponseDay!: number | null;
  @Field(() => Int, { nullable: true, description: 'The first image with a partial response before progression.' })
  partialResponseDay!: number | null;
}

@ObjectType('SwimmerPage', { description: 'Patients one by one, the longest followed first.' })
class SwimmerPageType implements SwimmerPage {
  @Field(() => [SwimmerType]) patients!: readonly Swimmer[];
  @Field(() => Int, { description: 'Of all pages: patients with a time.' }) total!: number;
  @Field(() => Int) page!: number;
  @Field(() => Int) pages!: number;
  @Field(() => Int, { description: 'The longest of all pages.' }) longestDays!: number;
  @Field(() => Float) monthDays!: number;
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [PatientCount], { description: 'Patients of the cohort without a time.' })
  droppedReasons!: CountedReason[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
}

@Resolver()
export class SwimmerResolver {
  constructor(private readonly service: SwimmerService) {}

  @Query(() => SwimmerPageType, {
    description: 'Time from time zero of each patient, with cycles, responses, progression and death; 60 on a page.',
  })
  swimmer(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('page', () => Int, { defaultValue: 1, description: 'From 1; a page after the last one is the last one.' })
    page: number,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SwimmerPage> {
    return this.service.page(ctx, { study, cohort: cohort ?? null, page, snapshot: snapshot ?? null });
  }
}
