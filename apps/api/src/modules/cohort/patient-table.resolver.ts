import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Json } from '../../graphql/scalars.ts';
import { CohortInput, SubjectVariableName } from './cohort-input.ts';
import { PatientSortField } from './patient-sort-field.ts';
import { MOST_LISTED_PATIENTS, type PatientTableService } from './patient-table.service.ts';

@ObjectType({ description: 'The values of one variable, patient by patient.' })
class PatientTableColumn {
  @Field(() => ID) name!: string;
  @Field(() => Json, {
    description: 'A list in the order of the ids: a text, number, true, false or null, a date as YYYY-MM-DD.',
  })
  values!: readonly unknown[];
}

@ObjectType({ description: 'Every patient of a cohort, column by column.' })
class PatientTable {
  @Field(() => Int, { description: 'Patients of the cohort, also where not all are listed.' }) total!: number;
  @Field(() => Int) dataVersion!: number;
  @Field(() => [ID], { description: `In the order asked for; at most ${MOST_LISTED_PATIENTS}.` })
  ids!: readonly string[];
  @Field(() => [PatientTableColumn], { description: 'In the order asked for.' })
  columns!: readonly PatientTableColumn[];
}

@Resolver(() => PatientTable)
export class PatientTableResolver {
  constructor(private readonly tables: PatientTableService) {}

  @Query(() => PatientTable, {
    description: 'Those whom the analyses of the study count, with chosen columns: for long lists and files.',
  })
  patientTable(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('columns', () => [SubjectVariableName]) columns: string[],
    @Arg('sort', () => PatientSortField, { defaultValue: 'code' }) sort: string,
    @Arg('descending', () => Boolean, { defaultValue: false }) descending: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientTable> {
    return this.tables.table(ctx, { study, cohort: cohort ?? null, columns, sort, descending });
  }
}
