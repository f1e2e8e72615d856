import { type Statement } from '@haim/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, type CountedReason, PatientCount, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type CompetingRequest, type CompetingRisksService } from './competing-risks.service.ts';
import { type CompetingGroup, drawnIncidence, type FirstEvent, readIncidence } from './competing-risks.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';

const FirstEventEnum = {
  PROGRESSION: 'progression',
  DEATH: 'death',
  RESPONSE: 'response',
  PROGRESSION_OR_DEATH: 'progressionOrDeath',
  NEXT_TREATMENT: 'nextTreatment',
} as const;
registerEnumType(FirstEventEnum, {
  name: 'FirstEvent',
  description: 'What happened first to a patient: the event that an endpoint is about, or what competes with it.',
});

/** Pixels across a curve. */
const [usualWidth, mostWidth, mostReadings] = [1200, 4000, 60];

@ObjectType({ description: 'A curve of cumulative incidence; columns of one length, by day.' })
class IncidenceCurve {
  @Field(() => FirstEventEnum) event!: FirstEvent;
  @Field(() => Int) events!: number;
  @Field(() => [Float]) days!: readonly number[];
  @Field(() => [Float]) incidence!: readonly number[];
  @Field(() => [Float], { nullable: 'items', description: 'Null where the incidence is 0.' })
  lower!: readonly (number | null)[];
  @Field(() => [Float], { nullable: 'items' }) upper!: readonly (number | null)[];
}

@ObjectType({ description: 'The incidence of one event by a day; null after the last follow-up.' })
class IncidenceValue {
  @Field(() => FirstEventEnum) event!: FirstEvent;
  @Field(() => Float, { nullable: true }) incidence!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
}

@ObjectType({ description: 'The curves of a group read at one day.' })
class IncidenceReading {
  @Field(() => Float) days!: number;
  @Field(() => Int, { description: 'Patients with time >= the day.' }) atRisk!: number;
  @Field(() => [IncidenceValue]) values!: readonly IncidenceValue[];
}

@ObjectType({ description: 'A group, by what happened first to its patients.' })
class CompetingRisksGroup {
  @Field(() => String) label!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients with neither event.' }) censored!: number;
}

@ObjectType({ description: "Gray's test: whether the incidence of an event differs between the groups." })
class IncidenceTest {
  @Field(() => FirstEventEnum) event!: FirstEvent;
  @Field(() => Float, { nullable: true }) chiSquare!: number | null;
  @Field(() => Int, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({
  description: 'The event of an endpoint and what competes with it, of the centres that the asker may read.',
})
class CompetingRisks {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => [CompetingRisksGroup]) groups!: readonly CompetingRisksGroup[];
  @Field(() => [IncidenceTest], { description: 'Of two groups or more.' }) tests!: readonly IncidenceTest[];
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => Float) monthDays!: number;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [PatientCount], { description: 'Patients of the cohort without a time or a group.' })
  droppedReasons!: CountedReason[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => CompetingRisks)
export class CompetingRisksResolver {
  constructor(private readonly service: CompetingRisksService) {}

  @Query(() => CompetingRisks, {
    description:
      'Cumulative incidence (Aalen-Johansen), with tests: progression or death, response or progression and death without it, ' +
      'later treatment or death. Nothing competes with overall survival.',
  })
  competingRisks(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint, { defaultValue: 'PFS' }) endpoint: EndpointName,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<CompetingRisks & Asked> {
    return this.service.risks(ctx, {
      study,
      endpoint,
      groupBy: groupBy ?? null,
      cohort: cohort ?? null,
      snapshot: snapshot ?? null,
    });
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: CompetingRisks & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

@Resolver(() => CompetingRisksGroup)
export class CompetingRisksGroupResolver {
  @FieldResolver(() => [IncidenceCurve], { description: 'As a picture of so many pixels shows them.' })
  curves(
    @Root() group: CompetingGroup,
    @Arg('width', () => Int, { defaultValue: usualWidth }) width: number,
  ): IncidenceCurve[] {
    const pixels = Math.min(mostWidth, Math.max(1, width));
    const last = group.result.days.at(-1) ?? 0;
    return group.events.map((event, i) => ({
      event,
      events: group.result.curves[i]?.events ?? 0,
      ...drawnIncidence(group, event, pixels, last),
    }));
  }

  @FieldResolver(() => [IncidenceReading])
  readings(
    @Root() group: CompetingGroup,
    @Arg('days', () => [Float], { description: 'From time zero; 60 at most.' }) days: number[],
  ): IncidenceReading[] {
    return readIncidence(group, days.slice(0, mostReadings));
  }
}

interface Asked {
  readonly request: CompetingRequest;
}
