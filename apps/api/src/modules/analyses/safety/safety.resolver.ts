import { type Statement } from '@haim/schema';
import {
  Arg,
  ArgsType,
  Args,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { type Attribution } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { AnalysisScope, CohortInput, Protection, snapshotOptions } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type SafetyRequest, type SafetyService } from './safety.service.ts';
import { type SafetyRow } from './safety.ts';

const EventCause = {
  HAIC: 'haic',
  TKI: 'tki',
  ICI: 'ici',
  TKI_OR_ICI: 'systemic',
  DISEASE: 'disease',
  OTHER: 'other',
} as const satisfies Record<string, Attribution>;
registerEnumType(EventCause, {
  name: 'EventCause',
  description: 'What an event is possibly, probably or definitely related to.',
});
const SafetyRowKind = { FACT: 'fact', TOTAL: 'total', CLASS: 'class', TERM: 'term', TEXT: 'text' } as const;
registerEnumType(SafetyRowKind, {
  name: 'SafetyRowKind',
  description:
    'FACT: what is said of events, over all of them. TOTAL: every event that the question asks for; CLASS, TERM: by CTCAE; ' +
    'TEXT: a term that CTCAE does not name.',
});

@ObjectType()
class SafetyGroup {
  @Field(() => String, { nullable: true, description: 'null: without a value; everybody where nothing groups.' })
  value!: string | null;
  @Field(() => Int, { description: 'The denominator of the group.' }) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
}

@ObjectType()
class SafetyCount {
  @Field(() => Int, { description: 'Patients.' }) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
  @Field(() => Float, { nullable: true, description: 'Of the group; null where n is a bound or the group empty.' })
  share!: number | null;
  @Field(() => Int, { nullable: true, description: 'Records; null where numbers are protected.' })
  events!: number | null;
}

@ObjectType({ description: 'In days from time zero to the first event of each patient.' })
class OnsetDays {
  @Field(() => Int, { description: 'Patients of whom the day is known.' }) n!: number;
  @Field(() => Float) median!: number;
  @Field(() => Int) shortest!: number;
  @Field(() => Int) longest!: number;
}

@ObjectType()
class SafetyCell {
  @Field(() => SafetyCount) anyGrade!: SafetyCount;
  @Field(() => SafetyCount) gradeThreeOrMore!: SafetyCount;
  @Field(() => OnsetDays, { nullable: true }) onset!: OnsetDays | null;
}

@ObjectType({ description: 'Comparison minus reference, as shares of 1.' })
class SafetyDifference {
  @Field(() => Float, { nullable: true }) estimate!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
}

@ObjectType('SafetyRow')
class SafetyRowType {
  @Field(() => String, { description: 'Names the row within this answer.' }) rowId!: string;
  @Field(() => SafetyRowKind) kind!: SafetyRow['kind'];
  @Field(() => String, { description: 'What is said of the events, the class, the term or the text.' }) key!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => String, { nullable: true, description: 'Of a class or a term of CTCAE.' }) organClass!: string | null;
  @Field(() => [SafetyCell], { description: 'In the order of the groups.' }) cells!: readonly SafetyCell[];
  @Field(() => SafetyDifference, { nullable: true }) anyDifference!: SafetyDifference | null;
  @Field(() => SafetyDifference, { nullable: true }) severeDifference!: SafetyDifference | null;
  @Field(() => Int, { nullable: true, description: 'Events of which nobody said whether the row applies.' })
  notStated!: number | null;
}

@ObjectType({ description: 'Places among the groups.' })
class SafetyComparison {
  @Field(() => Int) reference!: number;
  @Field(() => Int) comparison!: number;
}

@ObjectType({ description: 'Adverse events by group: patients at their highest grade, and records.' })
class SafetyTable {
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => [SafetyGroup]) groups!: readonly SafetyGroup[];
  @Field(() => SafetyComparison, {
    nullable: true,
    description: 'Null where fewer than two groups have patients, or one that was named has none.',
  })
  compared!: SafetyComparison | null;
  @Field(() => [SafetyRowType]) rows!: readonly SafetyRowType[];
  @SaidList() method!: readonly Statement[];
}

@ObjectType()
class PatientWithEvent {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => Int, { description: 'The highest on record there.' }) grade!: number;
  @Field(() => Int, { description: 'Records.' }) events!: number;
  @Field(() => Int, { nullable: true, description: 'Days from time zero to the first event, where it is known.' })
  onsetDays!: number | null;
}

@ObjectType()
class PatientsWithEvent {
  @Field(() => Int, { description: 'All patients behind the number; the first 500 of them are listed.' })
  total!: number;
  @Field(() => Int) dataVersion!: number;
  @Field(() => [PatientWithEvent], { description: 'By code.' }) rows!: readonly PatientWithEvent[];
}

@ArgsType()
class SafetyArgs {
  @Field(() => String) study!: string;
  @Field(() => CohortInput, { nullable: true }) cohort!: CohortInput | null;
  @Field(() => String, { nullable: true, description: 'The arm or another grouping of the study.' })
  groupBy!: string | null;
  @Field(() => EventCause, { nullable: true, description: 'Counts related events alone under their terms.' })
  relatedTo!: Attribution | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Counts serious events alone under their terms.' })
  seriousOnly!: boolean;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Only patients with a first HAIC or a HAIC cycle on record. Numbers of all centres are of everybody.',
  })
  treatedOnly!: boolean;
  @Field(() => ID, snapshotOptions) snapshot!: string | null;
}

@Resolver(() => SafetyTable)
export class SafetyResolver {
  constructor(private readonly service: SafetyService) {}

  @Query(() => SafetyTable)
  async safety(
    @Args(() => SafetyArgs) asked: SafetyArgs,
    @Arg('reference', () => String, { nullable: true, description: 'A group; without it the first.' })
    reference: string | null,
    @Arg('comparison', () => String, { nullable: true, description: 'A group; without it the next.' })
    comparison: string | null,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @Ctx() ctx: PortalContext,
  ): Promise<SafetyTable & Asked> {
    const compared = { reference: reference ?? null, comparison: comparison ?? null };
    const request = { ...questionOf(asked), ...compared, scope };
    const { rows, ...table } = await this.service.table(ctx, request);
    return {
      ...table,
      request,
      rows: rows.map(({ id, label, ...row }) => ({ ...row, rowId: id, labelEn: label.en, labelZh: label.zh })),
    };
  }

  @FieldResolver(() => TableFilesType, {
    nullable: true,
    description: 'The same numbers in R; null where they are protected.',
  })
  files(@Root() { request }: SafetyTable & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles | null> {
    return this.service.files(ctx, request);
  }

  @Query(() => PatientsWithEvent, { description: 'The patients behind one number of `safety`, of own centres alone.' })
  async safetyPatients(
    @Args(() => SafetyArgs) asked: SafetyArgs,
    @Arg('group', () => String, { nullable: true, description: 'As in `SafetyGroup.value`.' }) group: string | null,
    @Arg('row', () => String, { description: '`SafetyRow.rowId`.' }) row: string,
    @Arg('gradeThreeOrMore', () => Boolean, { defaultValue: false }) gradeThreeOrMore: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientsWithEvent> {
    const place = { group: group ?? null, row, gradeThreeOrMore };
    const { rows, ...found } = await this.service.patients(ctx, questionOf(asked), place);
    return { ...found, rows: rows.map(({ id, ...patient }) => ({ ...patient, patientId: id })) };
  }
}

interface Asked {
  readonly request: SafetyRequest;
}

function questionOf({ study, cohort, groupBy, relatedTo, seriousOnly, treatedOnly, snapshot }: SafetyArgs) {
  const given = {
    ...{ cohort: cohort ?? null, groupBy: groupBy ?? null, relatedTo: relatedTo ?? null },
    snapshot: snapshot ?? null,
  };
  return { study, ...given, seriousOnly, treatedOnly, reference: null, comparison: null };
}
