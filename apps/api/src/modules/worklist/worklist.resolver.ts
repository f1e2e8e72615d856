import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyScope } from '../studies/index.ts';
import {
  EntryWork,
  ModelWork,
  OwnWork,
  PeopleWork,
  SlideWork,
  TroubleWork,
  UnsignedWork,
  Worklist,
} from './worklist.type.ts';
import { type WorklistService } from './worklist.service.ts';

/** Each part that is asked for is read by statements of its own; the others cost nothing. */
@Resolver(() => Worklist)
export class WorklistResolver {
  constructor(private readonly worklists: WorklistService) {}

  @Query(() => Worklist)
  worklist(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): StudyScope {
    return this.worklists.scope(ctx, study);
  }

  @FieldResolver(() => EntryWork, { nullable: true })
  entry(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.entry(ctx, scope);
  }

  @FieldResolver(() => SlideWork, { nullable: true })
  slides(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.slides(ctx, scope);
  }

  @FieldResolver(() => ModelWork, { nullable: true })
  models(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.models(ctx, scope);
  }

  @FieldResolver(() => PeopleWork, { nullable: true })
  people(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.people(ctx, scope);
  }

  @FieldResolver(() => OwnWork, { nullable: true })
  mine(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.mine(ctx, scope);
  }

  @FieldResolver(() => TroubleWork, { nullable: true })
  trouble(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.trouble(ctx, scope);
  }

  @FieldResolver(() => UnsignedWork, { nullable: true })
  unsigned(@Root() scope: StudyScope, @Ctx() ctx: PortalContext) {
    return this.worklists.unsigned(ctx, scope);
  }
}
