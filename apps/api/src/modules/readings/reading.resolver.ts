import { type Right } from '@haim/schema';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import {
  DerivedReading,
  ReadingInput,
  ReadingTask,
  RivalReading,
  toContent,
  toDerived,
  toTask,
} from './reading.type.ts';
import { type ReadingService } from './reading.service.ts';

@Resolver(() => ReadingTask)
export class ReadingResolver {
  constructor(private readonly readings: ReadingService) {}

  @Query(() => [ReadingTask], { description: 'The viewer’s cases, those that are open first.' })
  async readingTasks(
    @Arg('study', () => String) study: string,
    @Arg('right', () => String, { description: 'readBlind, or adjudicate for those to be decided.' }) right: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ReadingTask[]> {
    return (await this.readings.tasks(ctx, study, right as Right)).map(toTask);
  }

  @Query(() => ReadingTask)
  async readingTask(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<ReadingTask> {
    return toTask(await this.readings.task(ctx, id));
  }

  @Query(() => DerivedReading, { description: 'What would follow from a reading; nothing is kept.' })
  async derivedReading(
    @Arg('id', () => ID) id: string,
    @Arg('reading', () => ReadingInput) reading: ReadingInput,
    @Ctx() ctx: PortalContext,
  ): Promise<DerivedReading> {
    return toDerived(await this.readings.derive(ctx, id, toContent(reading)));
  }

  @Mutation(() => ReadingTask, { description: 'Keeps a reading; with isSubmitted it is handed in and fixed.' })
  async saveReading(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('reading', () => ReadingInput) reading: ReadingInput,
    @Arg('remark', () => String, { nullable: true }) remark: string | null,
    @Arg('isSubmitted', () => Boolean) isSubmitted: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<ReadingTask> {
    const kept = { remark: remark ?? null, isSubmitted };
    return toTask(await this.readings.save(ctx, { id, version }, toContent(reading), kept));
  }

  @Mutation(() => ReadingTask, { description: 'Decides for one of the two readings; all three are kept.' })
  async chooseReading(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('chosenId', () => ID) chosenId: string,
    @Arg('remark', () => String, { nullable: true }) remark: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ReadingTask> {
    return toTask(await this.readings.choose(ctx, { id, version }, chosenId, remark ?? null));
  }

  @FieldResolver(() => [RivalReading], {
    description: 'For an adjudicator the two readings, without names, in no particular order; for a reader none.',
  })
  async rivals(@Root() { id }: ReadingTask, @Ctx() ctx: PortalContext): Promise<RivalReading[]> {
    return (await this.readings.rivals(ctx, await this.readings.task(ctx, id))).map(toTask);
  }
}
