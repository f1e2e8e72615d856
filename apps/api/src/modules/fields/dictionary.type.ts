import { Field, Int, ObjectType } from 'type-graphql';
import { Wording } from './field.type.ts';

@ObjectType()
class DictionaryProblem {
  @Field(() => String, { description: 'A column of the file.' }) place!: string;
  @Field(() => Wording) expected!: Wording;
}

@ObjectType()
class DictionaryRow {
  @Field(() => Int) line!: number;
  @Field(() => String) name!: string;
  @Field(() => String) form!: string;
  @Field(() => String, { description: 'added, changed, same or refused' }) fate!: string;
  @Field(() => [DictionaryProblem]) problems!: DictionaryProblem[];
  @Field(() => [Wording], { description: 'What the row does not say, or what is not kept of it.' }) notes!: Wording[];
}

@ObjectType()
export class DictionaryReport {
  @Field(() => Boolean, { description: 'False for a trial, and where a row is refused.' }) isStored!: boolean;
  @Field(() => [DictionaryRow]) rows!: DictionaryRow[];
}
