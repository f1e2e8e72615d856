import { type Region, roiAreaMm2 } from '@haim/ml';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { type RoiRow, type RoiSource, type RoiVersionRow } from './roi.query.ts';

const RoiSources = {
  drawn: 'drawn',
  asap: 'asap',
  qupath: 'qupath',
  imagescope: 'imagescope',
  ome: 'ome',
  dicom: 'dicom',
} as const;
registerEnumType(RoiSources, { name: 'RoiSource', description: 'Drawn in the portal, or the program of the file.' });

@ObjectType({ description: 'A closed ring as columns of equal length, in level-0 pixels.' })
export class RoiRing {
  @Field(() => [Float]) x!: readonly number[];
  @Field(() => [Float]) y!: readonly number[];
}

@ObjectType({ description: 'What an outline encloses, less its holes.' })
export class RoiRegion {
  @Field(() => RoiRing) outline!: RoiRing;
  @Field(() => [RoiRing]) holes!: readonly RoiRing[];
}

@ObjectType({ description: 'An outline on a slide, as it is now.' })
export class Roi {
  @Field(() => ID) id!: string;
  @Field(() => ID) slideId!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true, description: 'Class, group or layer of the program that drew it.' })
  label!: string | null;
  @Field(() => RoiSources) source!: RoiSource;
  @Field(() => [RoiRegion]) regions!: readonly RoiRegion[];
  @Field(() => Float, { nullable: true, description: 'Holes taken away; null where the slide states no scale.' })
  areaMm2!: number | null;
  @Field(() => Boolean, { description: 'Neither changed nor deleted until it is unlocked.' }) locked!: boolean;
  @Field(() => Int, { description: 'Raised with name, label and regions; a run names the version that it saw.' })
  version!: number;
  @Field(() => DateTime) createdAt!: Date;
  @Field(() => String) createdBy!: string;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
}

@ObjectType({ description: 'An outline as it once was; never changed.' })
export class RoiVersion {
  @Field(() => ID) roiId!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) label!: string | null;
  @Field(() => [RoiRegion]) regions!: readonly RoiRegion[];
  @Field(() => Float, { nullable: true }) areaMm2!: number | null;
  @Field(() => DateTime) savedAt!: Date;
  @Field(() => String) savedBy!: string;
}

@InputType()
export class RoiRingInput {
  @Field(() => [Float]) x!: number[];
  @Field(() => [Float]) y!: number[];
}

@InputType()
export class RoiRegionInput {
  @Field(() => RoiRingInput) outline!: RoiRingInput;
  @Field(() => [RoiRingInput], { defaultValue: [] }) holes!: RoiRingInput[];
}

@InputType()
export class RoiInput {
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) label!: string | null;
  @Field(() => [RoiRegionInput]) regions!: RoiRegionInput[];
}

export function toRoi({ regions, micronsPerPixel, ...row }: RoiRow): Roi {
  return { ...row, regions: regions.map(toColumns), areaMm2: roiAreaMm2(regions, micronsPerPixel) };
}

export function toRoiVersion({ regions, micronsPerPixel, ...row }: RoiVersionRow): RoiVersion {
  return { ...row, regions: regions.map(toColumns), areaMm2: roiAreaMm2(regions, micronsPerPixel) };
}

function toColumns({ outline, holes }: Region): RoiRegion {
  const columns = (ring: Region['outline']): RoiRing => ({ x: ring.map(({ x }) => x), y: ring.map(({ y }) => y) });
  return { outline: columns(outline), holes: holes.map(columns) };
}

/** A column that is too short leaves NaN, which the shape check refuses, naming the point. */
export function fromColumns({ outline, holes }: RoiRegionInput): Region {
  const points = ({ x, y }: RoiRingInput): Region['outline'] =>
    Array.from({ length: Math.max(x.length, y.length) }, (_, i) => ({ x: x[i] ?? NaN, y: y[i] ?? NaN }));
  return { outline: points(outline), holes: holes.map(points) };
}
