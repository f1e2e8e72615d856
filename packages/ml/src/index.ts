export {
  type DropCount,
  ModelError,
  type ModelErrorCode,
  NotScorable,
  SlideError,
  type SlideErrorCode,
  TrainingError,
  type TrainingErrorCode,
} from './errors.ts';
export { type OpenSlideOptions } from './open-slide.ts';
export { type DecodersOptions, SlideDecoders } from './slide-decoders.ts';
export {
  defaultSlideLimits,
  type ReaderChoice,
  type ReaderName,
  type RegionRequest,
  type SlideFacts,
  type SlideLevel,
  type SlideLimits,
  type SlideReader,
} from './slide-reader.ts';
export { deepZoomInfo, type DeepZoomInfo, type DeepZoomOptions, deepZoomTile, thumbnail } from './deep-zoom.ts';
export { probeSlide } from './probe-slide.ts';
export { writePyramid } from './write-pyramid.ts';
export { type DemoSlideOptions, drawDemoSlide } from './demo-slide.ts';
export { DEMO_MODEL_ID, writeDemoModels } from './write-demo-models.ts';
export { type GraphSpec, lineOf, type Manifest, manifestSchema, type Weights } from './manifest.ts';
export { type LoadedModel, loadModel, type VerifiedGraph } from './load-model.ts';
export { type Provider, type RanProvider } from './session.ts';
export { type DropReason, type PatchQuality } from './quality.ts';
export {
  type Point,
  type Polygon,
  type Region,
  roiAreaMm2,
  RoiError,
  type RoiErrorCode,
  roiLimits,
  type RoiShape,
} from './roi.ts';
export { type ReadRois, type RoiFormat, roiFormats } from './roi-file.ts';
export { readRois, writeRois } from './roi-formats.ts';
export { type CheckedShape, checkShape, type SlideSize } from './roi-validity.ts';
export { scoreSlide } from './run.ts';
export {
  AGREEMENT_LIMIT,
  compareProviders,
  type CompareProvidersOptions,
  presentProviders,
  type ProviderAgreement,
  type ProviderOutcome,
  type ProviderPresence,
} from './compare-providers.ts';
export { openSlideVersion } from './openslide-library.ts';
export {
  type MappedPatch,
  type ScoreProgress,
  type ScoreSlideOptions,
  type SlideScore,
  type StageSeconds,
} from './slide-score.ts';
export { embeddingWidth, type EmbedSlideOptions, SlideEmbedder, type SlideEmbedding } from './embed-slide.ts';
export { type BagChoice, hasBag } from './obtain-bag.ts';
export { type SeededRandom, seededRandom } from './seeded-random.ts';
export { type HeadLayer, scoreEmbeddings } from './head-layer.ts';
export {
  type ClassWeights,
  type EmbeddedPart,
  type LearningPoint,
  trainHead,
  type TrainedHead,
  type TrainHeadOptions,
} from './train-head.ts';
export { type TrainedModelFacts, writeTrainedModel } from './write-trained-model.ts';
export { ROW_BY_ROW_LIMIT } from './sensitivity.ts';
export {
  type SensitivityProgress,
  slideSensitivity,
  type SlideSensitivity,
  type SlideSensitivityOptions,
} from './sensitivity-of-slide.ts';
