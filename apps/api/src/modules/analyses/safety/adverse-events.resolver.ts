import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { StatementType } from '../../../graphql/statement.type.ts';
import { AnalysisScope, CohortInput, Protection, SnapshotArg } from '../../cohort/index.ts';
import { type AdverseEventsService } from './adverse-events.service.ts';

@ObjectType()
class ArmSize {
  @Field(() => String, { nullable: true, description: 'null: patients without an arm.' }) value!: string | null;
  @Field(() => Int, { description: 'Patients, with an event or without.' }) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
}

@ObjectType()
class WorstGradeCount {
  @Field(() => String, { nullable: true }) arm!: string | null;
  @Field(() => String) term!: string;
  @Field(() => Int, { description: 'CTCAE, 1 to 5; of all centres 1 is grades 1 and 2, 3 is grade 3 or more.' })
  grade!: number;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
}

@ObjectType({ description: 'Each patient once for a term, at the worst grade of it.' })
class AdverseEventTable {
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @Field(() => [ArmSize]) arms!: readonly ArmSize[];
  @Field(() => [WorstGradeCount], {
    description: 'By arm, term and grade; what nobody has is left out; of all centres, terms of few.',
  })
  rows!: readonly WorstGradeCount[];
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
}

@Resolver()
export class AdverseEventsResolver {
  constructor(private readonly service: AdverseEventsService) {}

  @Query(() => AdverseEventTable, { description: 'Patients by arm, adverse-event term and highest grade.' })
  adverseEvents(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<AdverseEventTable> {
    return this.service.table(ctx, study, cohort ?? null, scope, snapshot ?? null);
  }
}
