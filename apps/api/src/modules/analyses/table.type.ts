import { type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { type GroupTest } from './group-tests.ts';

@ObjectType({ description: 'A column of a table: the patients with one value of the grouping variable.' })
export class TableGroupType {
  @Field(() => String, { description: 'All, where the table has one group.' }) value!: string;
  @Field(() => Int) n!: number;
}

@ObjectType('GroupTest', { description: 'A comparison of the groups of a table.' })
export class GroupTestType {
  @Said() method!: Statement;
  @Field(() => Float, { nullable: true, description: 'Chi-square, t, F or W; null for an exact test.' })
  statistic!: number | null;
  @Field(() => Float, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Of rounded counts: the least p over all counts that they may stand for; null where numbers are exact.',
  })
  lowestP?: number | null;
  @Field(() => Float, { nullable: true, description: 'The greatest one.' }) highestP?: number | null;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType('TableFiles', { description: 'What reproduces a table in R, from the patients that the asker may read.' })
export class TableFilesType {
  @Field(() => String, { description: 'Of the data, without extension; the script looks for it beside itself.' })
  name!: string;
  @Field(() => String, {
    description:
      'CSV: a row for each patient, or for each adverse event; codes are in that of the clinical model alone.',
  })
  data!: string;
  @Field(() => Int, { description: 'Patients in the data.' }) rows!: number;
  @Field(() => String, { description: 'R: repeats every number of the table and stops where the two differ.' })
  script!: string;
}

/** What GraphQL tells of a test. */
export function toTest(test: GroupTest | null): GroupTestType | null {
  return test && Object.assign(new GroupTestType(), test);
}
