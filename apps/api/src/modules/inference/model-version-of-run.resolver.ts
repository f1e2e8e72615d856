import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { oneOfEach } from '../../graphql/load-once.ts';
import { ModelStatusEnum, type ModelService, type ModelVersionRow } from '../models/index.ts';
import { Inference } from './inference.type.ts';

@ObjectType({ description: 'Which registered version of a model made a score.' })
class VersionOfRun {
  @Field(() => ID) id!: string;
  @Field(() => String) line!: string;
  @Field(() => Int) version!: number;
  @Field(() => ModelStatusEnum, { description: 'As it is now.' }) status!: ModelVersionRow['status'];
  @Field(() => String, { description: 'float32 or float16: what the feature network computed in.' }) precision!: string;
}

@Resolver(() => Inference)
export class ModelVersionOfRunResolver {
  private readonly registered = oneOfEach(() => this.models.registeredVersions(), keyOf);

  constructor(private readonly models: ModelService) {}

  @FieldResolver(() => VersionOfRun, {
    nullable: true,
    description: 'null before the run has a score, and for one that is older than the registry.',
  })
  async modelVersion(
    @Root() { modelId, modelSha256, manifestSha256 }: Inference,
    @Ctx() ctx: PortalContext,
  ): Promise<VersionOfRun | null> {
    if (modelSha256 === null || manifestSha256 === null) return null;
    const found = await this.registered(ctx, keyOf({ modelId, modelSha256, manifestSha256 }));
    if (!found) return null;
    const { manifest, ...version } = found;
    return { ...version, precision: manifest.graphs.features.precision ?? 'float32' };
  }
}

/** A version is the files that were registered, whatever folder they are in. */
function keyOf(files: Pick<ModelVersionRow, 'modelId' | 'modelSha256' | 'manifestSha256'>): string {
  return [files.modelId, files.modelSha256, files.manifestSha256].join(' ');
}
