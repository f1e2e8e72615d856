import {
  type QueryMessageKind,
  queryMessageLabels,
  type QueryMove,
  queryMoveNames,
  type QueryState,
  queryStates,
} from '@haim/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

const enumOf = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const QueryStateEnum = enumOf<QueryState>(queryStates);
registerEnumType(QueryStateEnum, { name: 'QueryState', description: 'Where a query on a record is.' });

export const QueryMoveEnum = enumOf<QueryMove>(queryMoveNames);
registerEnumType(QueryMoveEnum, { name: 'QueryMove', description: 'What is said to a query, and moves it.' });

const QueryMessageKindEnum = enumOf(Object.keys(queryMessageLabels) as QueryMessageKind[]);
registerEnumType(QueryMessageKindEnum, { name: 'QueryMessageKind' });

@ObjectType({ description: 'One message of the thread of a query; never rewritten.' })
export class DataQueryMessage {
  @Field(() => ID) id!: string;
  @Field(() => QueryMessageKindEnum) kind!: QueryMessageKind;
  @Field(() => String) text!: string;
  @Field(() => String) saidBy!: string;
  @Field(() => DateTime) saidAt!: Date;
}

@ObjectType({ description: 'A query on what is recorded of a patient: of one field, one record or a form as a whole.' })
export class DataQuery {
  @Field(() => ID) id!: string;
  @Field(() => String) centre!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) form!: string;
  @Field(() => ID, { nullable: true, description: 'Null: of the form as a whole.' }) recordId!: string | null;
  @Field(() => String, { nullable: true, description: 'Null: of the record as a whole.' }) field!: string | null;
  @Field(() => QueryStateEnum) state!: QueryState;
  @Field(() => DateTime) raisedAt!: Date;
  @Field(() => String) raisedBy!: string;
  @Field(() => Int, { description: 'To be named by the next message.' }) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
  @Field(() => [DataQueryMessage], { description: 'The thread, the oldest first.' }) messages!: DataQueryMessage[];
}

@ObjectType()
export class DataQueryCounts {
  @Field(() => Int) open!: number;
  @Field(() => Int) answered!: number;
  @Field(() => Int) closed!: number;
}

@InputType({ description: 'Queries of which all of this holds.' })
export class DataQueryFilter {
  @Field(() => [QueryStateEnum], { nullable: true, description: 'Any of these; every state if left out.' })
  states?: QueryState[] | null;
  @Field(() => ID, { nullable: true }) patientId?: string | null;
  @Field(() => String, { nullable: true }) form?: string | null;
  @Field(() => String, { nullable: true, description: 'The code of a centre.' }) centre?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Only those that the asker raised.' }) mine?: boolean | null;
}

@InputType({ description: 'What a query is about: a patient and, unless it is the form as a whole, one record.' })
export class DataQuerySubject {
  @Field(() => ID) patientId!: string;
  @Field(() => ID, { nullable: true }) recordId?: string | null;
}

@InputType({ description: 'A query and the version of it that was read.' })
export class DataQueryVersion {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
}
