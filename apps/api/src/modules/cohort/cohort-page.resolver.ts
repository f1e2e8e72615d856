import { type GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, ID, Info, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { addRecordFields } from '../../graphql/form-types.ts';
import { selectedFields } from '../../graphql/selected-fields.ts';
import { Json } from '../../graphql/scalars.ts';
import { addSubjectFields } from '../../graphql/types-from-subject.ts';
import { type PatientService } from '../patients/index.ts';
import { CohortInput, SubjectVariableName } from './cohort-input.ts';
import { type CohortPageService, USUAL_PAGE } from './cohort-page.service.ts';
import { PatientSortField } from './patient-sort-field.ts';

class PatientRow {
  [variable: string]: unknown;
  id!: string;
  evaluationSet?: string | null;
}
Field(() => ID)(PatientRow.prototype, 'id');
addSubjectFields(PatientRow.prototype);
addRecordFields(PatientRow.prototype);
Field(() => String, { nullable: true })(PatientRow.prototype, 'evaluationSet');
Field(() => Json, {
  nullable: true,
  description:
    'By name, the values of the columns asked for: a text, number, true, false or null, a date as YYYY-MM-DD.',
})(PatientRow.prototype, 'values');
ObjectType('PatientRow', { description: 'One patient in a list; outcome by the endpoint recipe.' })(PatientRow);

@ObjectType()
class PatientPage {
  @Field(() => [PatientRow]) rows!: PatientRow[];
  @Field(() => Int, { description: 'Patients of the cohort, over all pages.' }) total!: number;
  @Field(() => String, { nullable: true }) nextCursor!: string | null;
  @Field(() => Int, { description: 'Version of the study that the page and its total are of.' }) dataVersion!: number;
}

@ObjectType({ description: 'How many records of a form a patient has; forms without any are left out.' })
class RecordCount {
  @Field(() => ID) patientId!: string;
  @Field(() => String) form!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Of the fields that these records ask for, those that hold a value.' })
  filled!: number;
  @Field(() => Int, { description: 'Of a date and a study day one is asked.' }) asked!: number;
  @Field(() => Int, { description: 'Queries that are not closed.' }) queried!: number;
  @Field(() => Int, { description: 'Of the records, those verified as a whole.' }) verified!: number;
  @Field(() => Int, { description: 'Those that are frozen or locked.' }) frozen!: number;
  @Field(() => Int) locked!: number;
  @Field(() => Int, { description: 'Those with a signature that holds.' }) signed!: number;
}

@Resolver(() => PatientPage)
export class CohortPageResolver {
  constructor(
    private readonly pages: CohortPageService,
    private readonly patientService: PatientService,
  ) {}

  @Query(() => PatientPage, { description: 'Keyset pages: pass the last nextCursor as after.' })
  patients(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('sort', () => PatientSortField, { defaultValue: 'code' }) sort: string,
    @Arg('descending', () => Boolean, { defaultValue: false }) descending: boolean,
    @Arg('first', () => Int, { defaultValue: USUAL_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('columns', () => [SubjectVariableName], {
      nullable: true,
      description: 'Variables whose values each row has.',
    })
    columns: string[] | null,
    @Arg('due', () => [String], {
      nullable: true,
      description: 'Only patients of whom a visit is overdue, due or coming.',
    })
    due: string[] | null,
    @Arg('unverified', () => Boolean, {
      defaultValue: false,
      description: 'Only patients with a record that was not compared with its source.',
    })
    unverified: boolean,
    @Arg('counted', () => Boolean, {
      defaultValue: false,
      description: 'Without those whom the study leaves out of its analyses as not eligible.',
    })
    counted: boolean,
    @Ctx() ctx: PortalContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Omit<PatientPage, 'total' | 'dataVersion'>> {
    const request = {
      study,
      cohort,
      sort,
      descending,
      first,
      after: after ?? null,
      columns: columns ?? [],
      due: due ?? [],
      unverified,
      counted,
    };
    return this.pages.page(ctx, request, { page: selectedFields(info), row: selectedFields(info, 'rows') });
  }

  @FieldResolver(() => [RecordCount], { description: 'For the patients of this page.' })
  recordCounts(@Root() { rows }: PatientPage, @Ctx() ctx: PortalContext): Promise<RecordCount[]> {
    return this.patientService.recordCounts(
      ctx,
      rows.map(({ id }) => id),
    );
  }
}
