import { type SavedKind } from '@haim/schema';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { cohortFilter } from '../cohort/index.ts';
import { Study } from '../studies/index.ts';
import { type NewCohort, type SavedCohortService } from './saved-cohort.service.ts';
import {
  CountOfAllCentres,
  SavedCohort,
  SavedCohortInput,
  SavedCohortName,
  SavedCohortVersion,
  SavedKindEnum,
  toSavedCohort,
  toVersion,
} from './saved-cohort.type.ts';

@Resolver(() => SavedCohort)
export class SavedCohortResolver {
  constructor(private readonly cohorts: SavedCohortService) {}

  @Query(() => [SavedCohort], { description: 'The cohorts that the study keeps, by name.' })
  async savedCohorts(
    @Arg('study', () => String) study: string,
    @Arg('removed', () => Boolean, { defaultValue: false, description: 'Those that were removed instead.' })
    removed: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohort[]> {
    return (await this.cohorts.list(ctx, study, removed)).map((one) => toSavedCohort(study, one));
  }

  @Query(() => [SavedCohortVersion], { description: 'Newest first.' })
  async savedCohortVersions(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohortVersion[]> {
    return (await this.cohorts.versions(ctx, study, id)).map(toVersion);
  }

  @Mutation(() => SavedCohort, { description: 'Keeps the patients of a selection, or its conditions.' })
  async saveCohort(
    @Arg('study', () => String) study: string,
    @Arg('kind', () => SavedKindEnum) kind: SavedKind,
    @Arg('cohort', () => SavedCohortInput) cohort: SavedCohortInput,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohort> {
    return toSavedCohort(study, await this.cohorts.save(ctx, study, kind, givenOf(cohort)));
  }

  @Mutation(() => SavedCohort, { description: 'By who saved it, or manages the study.' })
  async changeSavedCohort(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('cohort', () => SavedCohortInput) cohort: SavedCohortInput,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohort> {
    return toSavedCohort(study, await this.cohorts.change(ctx, study, { id, version }, givenOf(cohort)));
  }

  @Mutation(() => SavedCohort, { description: 'Makes an earlier version the present one, also after a removal.' })
  async restoreSavedCohort(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('to', () => Int, { description: 'The version to be restored.' }) to: number,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohort> {
    return toSavedCohort(study, await this.cohorts.restore(ctx, study, { id, version }, to));
  }

  @Mutation(() => SavedCohort, { description: 'Takes it out of the list; its versions stay.' })
  async removeSavedCohort(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<SavedCohort> {
    return toSavedCohort(study, await this.cohorts.remove(ctx, study, { id, version }));
  }

  @FieldResolver(() => CountOfAllCentres, {
    nullable: true,
    description: 'For members of some centres of a study that shares numbers; null where nothing may be told.',
  })
  allCentres(@Root() { study, number }: SavedCohort, @Ctx() ctx: PortalContext): Promise<CountOfAllCentres | null> {
    return this.cohorts.ofAllCentres(ctx, study, number);
  }
}

@Resolver(() => Study)
export class SavedCohortsOfStudyResolver {
  constructor(private readonly cohorts: SavedCohortService) {}

  @FieldResolver(() => [SavedCohortName], { description: 'The cohorts that conditions may name.' })
  savedCohorts(@Root() { code }: Study, @Ctx() ctx: PortalContext): Promise<SavedCohortName[]> {
    return this.cohorts.names(ctx, code);
  }
}

function givenOf({ name, description, selection }: SavedCohortInput): NewCohort {
  return { name, description, filter: cohortFilter(selection) };
}
