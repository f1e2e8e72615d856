import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ChecklistAnswerService } from './checklist-answer.service.ts';
import { ChecklistAnswerInput, ChecklistAnswerType } from './checklist-answer.type.ts';

@Resolver(() => ChecklistAnswerType)
export class ChecklistAnswerResolver {
  constructor(private readonly answers: ChecklistAnswerService) {}

  @Query(() => [ChecklistAnswerType], { description: 'What the authors wrote for the items of the guidelines.' })
  checklistAnswers(
    @Arg('study', () => String) study: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ChecklistAnswerType[]> {
    return this.answers.list(ctx, study);
  }

  @Mutation(() => ChecklistAnswerType, {
    description: 'The version is the one that was read, 0 of an item that nobody answered yet.',
  })
  answerChecklist(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('answer', () => ChecklistAnswerInput) given: ChecklistAnswerInput,
    @Ctx() ctx: PortalContext,
  ): Promise<ChecklistAnswerType> {
    const { answer, place } = given;
    const told = { ...given, answer: answer?.trim() || null, place: place?.trim() || null };
    return this.answers.answer(ctx, study, version, told);
  }
}
