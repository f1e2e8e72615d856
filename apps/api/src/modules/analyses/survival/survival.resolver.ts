import { type Label, say, type Statement } from '@haim/schema';
import { type ConfType, type DrawnCurve, type DrawnOptions, type SurvivalCurve as WholeCurve } from '@haim/stats';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import {
  AnalysisScope,
  CohortInput,
  type CountedReason,
  PatientCount,
  Protection,
  SnapshotArg,
} from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';
import {
  ConfidenceType,
  CurveDrawing,
  horizonExpected,
  isHorizon,
  optionsOf,
  SurvivalCurve,
} from './survival-curve.type.ts';
import { readCurves, restrictedMeans } from './survival-months.ts';
import { ReadCurve, RestrictedMeans } from './survival-months.type.ts';
import { type SurvivalRequest, type SurvivalService } from './survival.service.ts';

@ObjectType()
class LogRank {
  @Said() method!: Statement;
  @Field(() => Float, { nullable: true }) chiSquare!: number | null;
  @Field(() => Int, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType()
class HazardRatio {
  @Field(() => String) estimator!: string;
  @Said() method!: Statement;
  @Field(() => String) comparison!: string;
  @Field(() => String) reference!: string;
  @Field(() => Float, { nullable: true }) hazardRatio!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Said() pValueMethod!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'The minimum follow-up of the study, and how many patients it concerns.' })
class MinimumFollowUpOfAnalysis {
  @Field(() => Int, { description: 'Patients with a time whose follow-up the data cut-off leaves too short.' })
  n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
  @Said() rule!: Statement;
}

@ObjectType()
class SurvivalAnalysis {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => Float) monthDays!: number;
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => ConfidenceType) confidenceType!: ConfType;
  @Said() bandMethod!: Statement;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients of the cohort that no curve counts.' }) dropped!: number;
  @Field(() => String, { nullable: true }) droppedReason!: string | null;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @Field(() => [StatementType], { description: 'What the endpoint is, where its name does not tell.' })
  endpointRule!: readonly Statement[];
  @Field(() => [StatementType], { description: 'Where a quantity is parted into groups, and what that does to p.' })
  grouping!: readonly Statement[];
  @Field(() => [PatientCount]) droppedReasons!: CountedReason[];
  @Field(() => [PatientCount], {
    description: 'Patients of the cohort whose records contradict each other; they are counted as the words say.',
  })
  contradictions!: CountedReason[];
  @Field(() => Boolean, { description: 'Whether `dropped` is a bound.' }) droppedAtMost!: boolean;
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
  @Field(() => [String], { description: 'Groups that are too small for a curve of all centres.' })
  withheldGroups!: string[];
  @Field(() => MinimumFollowUpOfAnalysis, { nullable: true })
  minimumFollowUp!: MinimumFollowUpOfAnalysis | null;
  @Field(() => [SurvivalCurve]) curves!: SurvivalCurve[];
  @Field(() => LogRank, { nullable: true }) logRank!: LogRank | null;
  @Field(() => [HazardRatio], { description: 'Only where there are exactly two groups.' }) hazardRatios!: HazardRatio[];
  @Field(() => Float, { nullable: true, description: 'Median follow-up by reverse Kaplan-Meier.' })
  followUpMedianDays!: number | null;
  @Field(() => Float, { nullable: true }) followUpLowerDays!: number | null;
  @Field(() => Float, { nullable: true }) followUpUpperDays!: number | null;
  @Field(() => [String], {
    description: 'Of the curves and of the contradictions, in English.',
    deprecationReason: 'Ask the curves for their statements, and for the contradictions.',
  })
  warnings!: string[];
}

const twoYears = 730.5;
const mostReadings = 24;
const readingsExpected: Label = { en: `at most ${mostReadings} days`, zh: `至多 ${mostReadings} 个天数` };

@Resolver(() => SurvivalAnalysis)
export class SurvivalResolver {
  constructor(private readonly service: SurvivalService) {}

  @Query(() => SurvivalAnalysis, {
    description: 'Kaplan-Meier curves with log-rank test and hazard ratios; time in days.',
  })
  async survival(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('confidenceType', () => ConfidenceType, { defaultValue: 'log' }) confType: ConfType,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SurvivalAnalysis & Drawing> {
    const request: SurvivalRequest = {
      study,
      endpoint,
      groupBy: groupBy ?? null,
      cohort,
      confType,
      scope,
      snapshot: snapshot ?? null,
    };
    const found = await this.service.analyse(ctx, request);
    const { curves, followUp, confType: confidenceType, contradictionWarnings, ...rest } = found;
    return {
      ...rest,
      request,
      confidenceType,
      whole: curves,
      curves: curves.map(({ label, curve }) => ({
        ...curve,
        label,
        medianDays: curve.median.estimate,
        medianLowerDays: curve.median.lower,
        medianUpperDays: curve.median.upper,
      })),
      followUpMedianDays: followUp?.estimate ?? null,
      followUpLowerDays: followUp?.lower ?? null,
      followUpUpperDays: followUp?.upper ?? null,
      warnings: [
        ...contradictionWarnings,
        ...curves.flatMap(({ label, curve }) => curve.warnings.map((warning) => `${label}: ${say(warning, 'en')}`)),
      ],
    };
  }

  @FieldResolver(() => [SurvivalCurve], { description: 'With every step, or with those that a drawing can show.' })
  curves(
    @Root() { curves, monthDays, draw }: SurvivalAnalysis & Drawing,
    @Arg('drawing', () => CurveDrawing, { nullable: true }) drawing: CurveDrawing | null,
  ): SurvivalCurve[] {
    const drawn = drawing && draw(optionsOf(drawing, curves, monthDays));
    return curves.map((curve, i) => {
      const steps = drawn?.[i] ?? curve;
      return { ...curve, ...steps, packed: steps };
    });
  }

  @FieldResolver(() => RestrictedMeans, {
    nullable: true,
    description: 'Mean times lived until a day, and their difference. Null where the answer is protected.',
  })
  restrictedMeans(
    @Root() { whole, protection }: SurvivalAnalysis & Drawing,
    @Arg('untilDays', () => Float, { defaultValue: twoYears, description: 'By default two years.' }) untilDays: number,
  ): RestrictedMeans | null {
    if (!isHorizon(untilDays)) throw refused('untilDays', untilDays, horizonExpected);
    return protection ? null : restrictedMeans(whole, untilDays);
  }

  @FieldResolver(() => [ReadCurve], {
    nullable: true,
    description: 'The curves at chosen days. Null where the answer is protected.',
  })
  readAt(
    @Root() { whole, protection }: SurvivalAnalysis & Drawing,
    @Arg('days', () => [Float], {
      defaultValue: [twoYears / 2, twoYears],
      description: 'By default one and two years.',
    })
    days: number[],
  ): ReadCurve[] | null {
    if (days.length > mostReadings) throw refused('days', days.length, readingsExpected);
    const wrong = days.find((day) => !isHorizon(day));
    if (wrong !== undefined) throw refused('days', wrong, horizonExpected);
    return protection ? null : readCurves(whole, days);
  }

  @FieldResolver(() => TableFilesType, {
    nullable: true,
    description: 'The same curves in R. Null where the answer is protected.',
  })
  files(
    @Root() { request, protection }: SurvivalAnalysis & Drawing,
    @Arg('untilDays', () => Float, { defaultValue: twoYears, description: 'Of the restricted means.' })
    untilDays: number,
    @Ctx() ctx: PortalContext,
  ): Promise<TableFiles> | null {
    if (!isHorizon(untilDays)) throw refused('untilDays', untilDays, horizonExpected);
    return protection ? null : this.service.files(ctx, request, untilDays);
  }
}

function refused(field: string, value: number, expected: Label): Error {
  return badInput(`${field} must be ${expected.en}, not ${value}`, [
    { field, problem: 'outOfRange', severity: 'error', expected },
  ]);
}

/** What an analysis has beside its fields. */
interface Drawing {
  readonly draw: (options: DrawnOptions) => DrawnCurve[];
  readonly request: SurvivalRequest;
  readonly whole: readonly { readonly label: string; readonly curve: WholeCurve }[];
}
