import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { StatementType } from '../../graphql/statement.type.ts';
import { CohortInput } from './cohort-input.ts';
import { PatientCount } from './patient-count.type.ts';
import { Histogram } from './histogram.type.ts';
import { Proportion } from './proportion.type.ts';
import { AnalysisScope, Protection } from './protection.type.ts';
import { SnapshotArg } from './snapshot-argument.ts';
import { type CohortSummaryService } from './cohort-summary.service.ts';

@ObjectType({ description: "value is null for missing; booleans are 'true' and 'false'." })
class FacetCount {
  @Field(() => String, { nullable: true }) value!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
}

@ObjectType({ description: 'Counts by one variable, under all filters but its own.' })
class Facet {
  @Field(() => ID) variable!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => [FacetCount]) counts!: FacetCount[];
}

@ObjectType()
class QuantitySummary {
  @Field(() => ID) variable!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => String, { nullable: true }) unit!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) nAtMost!: boolean;
  @Field(() => Int) missing!: number;
  @Field(() => Boolean, { description: 'Whether `missing` is a bound.' }) missingAtMost!: boolean;
  @Field(() => Float, { nullable: true }) mean!: number | null;
  @Field(() => Float, { nullable: true }) standardDeviation!: number | null;
  @Field(() => Float, { nullable: true }) median!: number | null;
  @Field(() => Float, { nullable: true }) lowerQuartile!: number | null;
  @Field(() => Float, { nullable: true }) upperQuartile!: number | null;
  @Field(() => Float, { nullable: true }) minimum!: number | null;
  @Field(() => Float, { nullable: true }) maximum!: number | null;
}

@ObjectType({ description: 'Best response by arm; patients without an evaluable one stay in the denominators.' })
class ArmResponse {
  @Field(() => String, { nullable: true }) arm!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) nAtMost!: boolean;
  @Field(() => [String], { description: 'Which of the counts from cr to notEvaluable are bounds.' })
  atMost!: string[];
  @Field(() => Int) cr!: number;
  @Field(() => Int) pr!: number;
  @Field(() => Int) sd!: number;
  @Field(() => Int) pd!: number;
  @Field(() => Int) notEvaluable!: number;
  @Field(() => Proportion) orr!: Proportion;
  @Field(() => Proportion) dcr!: Proportion;
}

@ObjectType({ description: 'Each patient once, at the worst CTCAE grade.' })
class ArmAdverseEvents {
  @Field(() => String, { nullable: true }) arm!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) nAtMost!: boolean;
  @Field(() => Proportion) anyGrade!: Proportion;
  @Field(() => Proportion) gradeThreeOrMore!: Proportion;
}

@ObjectType()
class CohortSummary {
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients of the study that the viewer may read, without filters.' }) total!: number;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
  @Field(() => [PatientCount], { description: 'Patients of the cohort whose records contradict each other.' })
  contradictions!: PatientCount[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @Field(() => [Facet]) facets!: Facet[];
  @Field(() => [QuantitySummary]) quantities!: QuantitySummary[];
  @Field(() => [Histogram], {
    description: 'Of quantities and dates, each under all filters but its own; of all centres under all filters.',
  })
  histograms!: Histogram[];
  @Field(() => Histogram, {
    nullable: true,
    description:
      'Patients of the cohort by month of the first treatment; of a study beyond 20 years, and of all centres, by quarter or more.',
  })
  accrual!: Histogram | null;
  @Field(() => [ArmResponse]) responses!: ArmResponse[];
  @Field(() => [ArmAdverseEvents]) adverseEvents!: ArmAdverseEvents[];
}

@Resolver()
export class CohortSummaryResolver {
  constructor(private readonly service: CohortSummaryService) {}

  @Query(() => CohortSummary)
  cohortSummary(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<CohortSummary> {
    return this.service.summarise(ctx, study, cohort, scope, snapshot ?? null);
  }
}
