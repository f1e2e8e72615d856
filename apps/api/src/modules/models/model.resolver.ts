import { Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { inWords, type ListedModel, type ModelService } from './model.service.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: "What a model's manifest says; null where a refused model's manifest cannot be read." })
export class Model {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true, description: 'Over both graphs; null for a refused model.' })
  sha256!: string | null;
  @Field(() => String, { nullable: true, description: 'synthetic: demonstration weights, not a prediction.' })
  weights!: string | null;
  @Field(() => String, optional) positiveClass!: string | null;
  @Field(() => [String]) classes!: readonly string[];
  @Field(() => Float, optional) threshold!: number | null;
  @Field(() => String, optional) thresholdProvenance!: string | null;
  @Field(() => String, optional) provenance!: string | null;
  @Field(() => Int, optional) patchPx!: number | null;
  @Field(() => Float, optional) patchMicronsPerPixel!: number | null;
  @Field(() => Boolean) usable!: boolean;
  @Field(() => String, { nullable: true, description: 'Why the model is refused, naming the manifest field.' })
  refusal!: string | null;
}

@Resolver(() => Model)
export class ModelResolver {
  constructor(private readonly models: ModelService) {}

  @Query(() => [Model], { name: 'models', description: 'The models of this portal, the refused ones too.' })
  async list(): Promise<Model[]> {
    return (await this.models.list()).map(toModel);
  }
}

function toModel(listed: ListedModel): Model {
  const manifest = listed.usable ? listed.model.manifest : listed.manifest;
  return {
    id: listed.id,
    name: listed.id,
    sha256: listed.usable ? listed.model.modelSha256 : null,
    weights: listed.usable ? listed.model.weights : null,
    positiveClass: manifest?.positiveClass ?? null,
    classes: manifest?.classes ?? [],
    threshold: manifest?.threshold.value ?? null,
    thresholdProvenance: manifest && inWords(manifest.threshold),
    provenance:
      manifest && `features: ${manifest.graphs.features.provenance}; head: ${manifest.graphs.head.provenance}`,
    patchPx: manifest?.patch.px ?? null,
    patchMicronsPerPixel: manifest?.patch.micronsPerPixel ?? null,
    usable: listed.usable,
    refusal: listed.usable ? null : listed.refusal,
  };
}
