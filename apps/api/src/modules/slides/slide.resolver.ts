import { deepZoomInfo, type SlideReader } from '@haim/ml';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { allOfEach } from '../../graphql/load-once.ts';
import { formTypes } from '../../graphql/form-types.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type ImportedScoreRow, type SlideFileRow, type SlideRow, type SlideService } from './slide.service.ts';

const optional = { nullable: true } as const;

@ObjectType({
  description: 'Tiles: /slides/{slideId}/dzi/{level}/{column}_{row}.jpg; thumbnail: /slides/{slideId}/thumbnail.jpg',
})
export class SlideFile {
  @Field(() => String) sha256!: string;
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of what was sent, where the portal keeps a file that it has made of it: the tiles of DICOM.',
  })
  sentSha256!: string | null;
  @Field(() => Float) bytes!: number;
  @Field(() => Int) widthPx!: number;
  @Field(() => Int) heightPx!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'At full resolution: as the file states it, else as a person did; null where neither does.',
  })
  micronsPerPixel!: number | null;
  @Field(() => Float, { nullable: true, description: 'Stated by a person, because the file does not.' })
  statedMicronsPerPixel!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Microns per pixel across, where the file states another number down: then no scale is right.',
  })
  unequalMicronsX!: number | null;
  @Field(() => Float, { nullable: true, description: 'Microns per pixel down, where they differ from those across.' })
  unequalMicronsY!: number | null;
  @Field(() => String, optional) statedBy!: string | null;
  @Field(() => DateTime, optional) statedAt!: Date | null;
  @Field(() => Float, optional) objectivePower!: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Name of the colour profile (ICC) in the file, empty if it has none; null without one. Never applied, neither for people nor for networks.',
  })
  colourProfile!: string | null;
  @Field(() => String) vendor!: string;
  @Field(() => [String], { description: 'Images beside the slide, such as label and macro: never served.' })
  associatedImages!: string[];
  @Field(() => Boolean, { description: 'Drawn by the portal: no patient, no tissue.' }) synthetic!: boolean;
  @Field(() => Int) tileSize!: number;
  @Field(() => Int) overlap!: number;
  @Field(() => Int) maxLevel!: number;
}

@ObjectType({ description: 'A slide with its patient, its image and what models said about it.' })
export class Slide {
  @Field(() => ID) id!: string;
  @Field(() => String) barcode!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) centre!: string;
  @Field(() => String) study!: string;
  @Field(() => String, optional) stain!: string | null;
  @Field(() => String, optional) evaluationSet!: string | null;
  @Field(() => String, optional) bestResponse!: string | null;
  @Field(() => String, optional) arm!: string | null;
  @Field(() => SlideFile, { nullable: true, description: 'Null where the portal holds no image.' })
  file!: SlideFile | null;
}

@Resolver(() => Slide)
export class SlideResolver {
  private readonly scoresOfPatient = allOfEach(
    (ctx, patientIds) => this.slides.importedScores(ctx, patientIds),
    ({ patientId }) => patientId,
  );

  constructor(private readonly slides: SlideService) {}

  @Query(() => [Slide], {
    name: 'slides',
    description: 'Slides of the study, by patient; withFile: only those with an image.',
  })
  async list(
    @Arg('study', () => String) study: string,
    @Arg('withFile', () => Boolean, { defaultValue: true }) withFile: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<Slide[]> {
    return (await this.slides.list(ctx, study, withFile)).map(toSlide);
  }

  @Query(() => Slide)
  async slide(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Slide> {
    return toSlide(await this.slides.one(ctx, id));
  }

  @Mutation(() => Slide, {
    description: 'States the scale of an image whose file does not: microns per pixel at full resolution, 0.05 to 20.',
  })
  async stateMicronsPerPixel(
    @Arg('slideId', () => ID) slideId: string,
    @Arg('value', () => Float) value: number,
    @Ctx() ctx: PortalContext,
  ): Promise<Slide> {
    return toSlide(await this.slides.stateScale(ctx, slideId, value));
  }

  @FieldResolver(() => [formTypes.importedScore.Output], {
    description: "Other systems' scores of the slide's patient.",
  })
  importedScores(@Root() slide: Slide, @Ctx() ctx: PortalContext): Promise<ImportedScoreRow[]> {
    return this.scoresOfPatient(ctx, slide.patientId);
  }
}

function toSlide({ file, ...slide }: SlideRow): Slide {
  if (!file) return { ...slide, file };
  const statedAt = file.statedAt === null ? null : new Date(file.statedAt);
  return { ...slide, file: { ...file, ...geometryOf(file), statedAt, associatedImages: [...file.associatedImages] } };
}

/** The tile geometry follows from the size alone, so listing slides opens no files. */
function geometryOf({ widthPx, heightPx }: SlideFileRow): Pick<SlideFile, 'tileSize' | 'overlap' | 'maxLevel'> {
  const size: Pick<SlideReader, 'width' | 'height'> = { width: widthPx, height: heightPx };
  const { tileSize, overlap, maxLevel } = deepZoomInfo(size as SlideReader);
  return { tileSize, overlap, maxLevel };
}
