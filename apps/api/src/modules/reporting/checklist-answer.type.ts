import { answerStates, type AnswerState, checklistNames, type ChecklistName } from '@haim/schema';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

const ChecklistEnum = Object.fromEntries(checklistNames.map((name) => [name.toUpperCase(), name]));
registerEnumType(ChecklistEnum, { name: 'ReportingChecklist', description: 'A reporting guideline as its items.' });
const StateEnum = Object.fromEntries(
  answerStates.map((name) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), name]),
);
registerEnumType(StateEnum, {
  name: 'ChecklistAnswerState',
  description: 'OPEN: taken back. NOT_APPLICABLE: the text is the reason.',
});

@ObjectType('ChecklistAnswer', { description: 'What the authors report for an item of a guideline.' })
export class ChecklistAnswerType {
  @Field(() => ChecklistEnum) checklist!: ChecklistName;
  @Field(() => String, { description: 'As the checklist numbers it.' }) item!: string;
  @Field(() => StateEnum) state!: AnswerState;
  @Field(() => String, { nullable: true }) answer!: string | null;
  @Field(() => String, { nullable: true, description: 'Where in the manuscript: page, section, supplement.' })
  place!: string | null;
  @Field(() => Int) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
}

@InputType()
export class ChecklistAnswerInput {
  @Field(() => ChecklistEnum) checklist!: ChecklistName;
  @Field(() => String, { description: 'As the checklist numbers it.' }) item!: string;
  @Field(() => StateEnum) state!: AnswerState;
  @Field(() => String, { nullable: true }) answer?: string | null;
  @Field(() => String, { nullable: true }) place?: string | null;
}
