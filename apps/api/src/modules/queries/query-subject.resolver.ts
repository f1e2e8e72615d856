import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type QuerySubjectService } from './query-subject.service.ts';

@ObjectType({ description: 'What could be asked about: one record, or the form of a patient.' })
class QuerySubject {
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) centre!: string;
  @Field(() => ID, { nullable: true, description: 'Null: the form as a whole.' }) recordId!: string | null;
  @Field(() => Boolean, { description: 'Of what is locked nothing is asked.' }) isLocked!: boolean;
  @Field(() => Int, { description: 'Queries on the same that are not closed.' }) waiting!: number;
}

@ObjectType()
class QuerySubjects {
  @Field(() => [QuerySubject], { description: 'By centre and code.' }) subjects!: readonly QuerySubject[];
  @Field(() => [String], { description: 'Codes that no patient has at a centre where the asker may ask.' })
  unknownCodes!: readonly string[];
  @Field(() => Boolean, { description: 'Whether there are more than can be asked about at once.' }) isCut!: boolean;
}

@Resolver()
export class QuerySubjectResolver {
  constructor(private readonly subjects: QuerySubjectService) {}

  @Query(() => QuerySubjects, { description: 'Whom raiseDataQueries would reach: patients by id or code.' })
  querySubjects(
    @Arg('study', () => String) study: string,
    @Arg('patientIds', () => [ID], { defaultValue: [] }) patientIds: string[],
    @Arg('codes', () => [String], { defaultValue: [] }) codes: string[],
    @Arg('form', () => String) form: string,
    @Arg('field', () => String, { nullable: true }) field: string | null,
    @Arg('eachRecord', () => Boolean, {
      defaultValue: true,
      description: 'Each record of the form; otherwise each patient once.',
    })
    eachRecord: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<QuerySubjects> {
    return this.subjects.find(ctx, study, { patientIds, codes, form, field: field ?? null, eachRecord });
  }
}
