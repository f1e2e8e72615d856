import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type ResponseCourseRequest, type ResponseCourseService } from './response-course.service.ts';

@ObjectType({
  description: 'Patients of a group, with those of whom no change is known by the first reason that holds.',
})
class CourseGroup {
  @Field(() => String, { description: 'All, where there is one group.' }) value!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Of whom a change is known.' }) drawn!: number;
  @Field(() => Int, { description: 'No image that counts after the baseline.' }) withoutImage!: number;
  @Field(() => Int, { description: 'Not one image of visit 0, or no sum above 0 there.' }) withoutBaseline!: number;
  @Field(() => Int, { description: 'No sum at a later image, up to the first PD.' }) withoutSum!: number;
}

@ObjectType({ description: 'How the sum of the viable diameters of a patient’s targets changed from the baseline.' })
class PatientCourse {
  @Field(() => String) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) group!: string;
  @Field(() => String, { nullable: true, description: 'Best response; null: none is evaluable.' })
  bestResponse!: string | null;
  @Field(() => Float, { description: 'Smallest change up to the first PD, as a fraction: -0.3 is 30 % smaller.' })
  bestChange!: number;
  @Field(() => Int, { nullable: true, description: 'Days from time zero to the image with it.' })
  bestDay!: number | null;
  @Field(() => [Int], { nullable: 'items', description: 'Days from time zero, one a change; null: not countable.' })
  days!: readonly (number | null)[];
  @Field(() => [Float], { description: 'Of the images after the baseline with a sum, as fractions.' })
  changes!: readonly number[];
  @Field(() => Int, { nullable: true, description: 'Day of the first PD.' }) progressionDay!: number | null;
  @Field(() => Boolean, { description: 'The sums are those of an accepted blinded reading.' }) isRead!: boolean;
}

@ObjectType({ description: 'Change of target lesions patient by patient, of the centres that the asker may read.' })
class ResponseCourse {
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => String, { description: 'Name and version of the rule that made best responses.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients in a group.' }) n!: number;
  @Field(() => Int, { description: 'Patients of the cohort without a value of the grouping variable.' })
  ungrouped!: number;
  @Field(() => Int, { description: 'Patients whose sums are those of an accepted blinded reading.' })
  readPatients!: number;
  @Field(() => Boolean, { description: 'More patients than are answered one by one: groups and patients are empty.' })
  isTooMany!: boolean;
  @Field(() => Int, { description: 'At most so many patients are answered one by one.' }) mostPatients!: number;
  @Field(() => [CourseGroup]) groups!: readonly CourseGroup[];
  @Field(() => [PatientCourse], {
    description: 'Group by group, in each from the largest growth to the largest shrinkage, then by code.',
  })
  patients!: readonly PatientCourse[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => ResponseCourse)
export class ResponseCourseResolver {
  constructor(private readonly service: ResponseCourseService) {}

  @Query(() => ResponseCourse, {
    description: 'Best change and change over time of the target lesions, for waterfall and spider plots.',
  })
  async responseCourse(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ResponseCourse & Asked> {
    const request = { study, cohort: cohort ?? null, groupBy: groupBy ?? null, snapshot: snapshot ?? null };
    return { ...(await this.service.course(ctx, request)), request };
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R, of both figures.' })
  files(@Root() { request }: ResponseCourse & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: ResponseCourseRequest;
}
