import { Arg, Ctx, FieldResolver as ResolvesField, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Study } from '../studies/index.ts';
import { type DictionaryService } from './dictionary.service.ts';
import { DictionaryReport } from './dictionary.type.ts';
import { type FieldService } from './field.service.ts';
import { StudyField, StudyFieldInput, StudyFieldVersion, toOwnField, toStudyField, toVersion } from './field.type.ts';

@Resolver()
export class FieldResolver {
  constructor(private readonly fields: FieldService) {}

  @Query(() => [StudyField], {
    description: 'The fields that a study adds to forms, in its order; drafts only for those who may publish them.',
  })
  async studyFields(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<StudyField[]> {
    return (await this.fields.list(ctx, study)).map(toStudyField);
  }

  @Query(() => [StudyFieldVersion], { description: 'Newest first.' })
  async studyFieldVersions(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyFieldVersion[]> {
    return (await this.fields.versions(ctx, study, id)).map(toVersion);
  }

  @Mutation(() => StudyField, {
    description:
      'Adds a draft (no id), or changes a field (id and the version read). A change of a published field is a new version of it.',
  })
  async saveStudyField(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('field', () => StudyFieldInput) field: StudyFieldInput,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyField> {
    const read = id ? { id, version: version ?? 0 } : null;
    return toStudyField(await this.fields.save(ctx, study, read, toOwnField(field)));
  }

  @Mutation(() => StudyField, { description: 'Records of the form are asked for it from now on.' })
  async publishStudyField(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyField> {
    return toStudyField(await this.fields.publish(ctx, study, { id, version }));
  }

  @Mutation(() => StudyField, { description: 'Records are not asked for it any more; what was entered stays.' })
  async retireStudyField(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyField> {
    return toStudyField(await this.fields.retire(ctx, study, { id, version }));
  }

  @Mutation(() => ID, { description: 'Removes a field that no record has a value of.' })
  removeStudyField(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.fields.remove(ctx, study, { id, version });
  }

  @Mutation(() => [StudyField], { description: 'Sets the order of all fields of a form. Returns those of the study.' })
  async orderStudyFields(
    @Arg('study', () => String) study: string,
    @Arg('form', () => String) form: string,
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() ctx: PortalContext,
  ): Promise<StudyField[]> {
    return (await this.fields.order(ctx, study, form, ids)).map(toStudyField);
  }
}

@Resolver()
export class DictionaryResolver {
  constructor(private readonly dictionary: DictionaryService) {}

  @Mutation(() => DictionaryReport, {
    description:
      'Reads a data dictionary in the columns of REDCap: fields are added as drafts or changed, all or none. With isTrial nothing is kept.',
  })
  readDictionary(
    @Arg('study', () => String) study: string,
    @Arg('csv', () => String, { description: 'The text of the file.' }) csv: string,
    @Arg('isTrial', () => Boolean) isTrial: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<DictionaryReport> {
    return this.dictionary.read(ctx, study, csv, isTrial) as Promise<DictionaryReport>;
  }
}

@Resolver(() => Study)
export class FieldsOfStudyResolver {
  constructor(private readonly service: FieldService) {}

  @ResolvesField(() => [StudyField], { description: 'The published and retired fields that the study adds to forms.' })
  async fields(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<StudyField[]> {
    return (await this.service.list(ctx, study.code)).filter(({ state }) => state !== 'draft').map(toStudyField);
  }
}
