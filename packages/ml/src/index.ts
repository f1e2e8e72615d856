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
export { type OpenSlideOptions } from './slides/open-slide.ts';
export { type DecodersOptions, SlideDecoders } from './decoders/slide-decoders.ts';
export {
  defaultSlideLimits,
  type ReaderChoice,
  type ReaderName,
  type RegionRequest,
  type SlideFacts,
  type SlideLevel,
  type SlideLimits,
  type SlideReader,
} from './slides/slide-reader.ts';
export { deepZoomInfo, type DeepZoomInfo, type DeepZoomOptions, deepZoomTile, thumbnail } from './slides/deep-zoom.ts';
export { probeSlide } from './slides/probe-slide.ts';
export { MIRAX_FILE } from './slides/sent/mirax-files.ts';
export { needsPreparing, type PreparedSlide } from './slides/sent/prepare-slide.ts';
export { writePyramid } from './slides/write-pyramid.ts';
export { type DemoSlideOptions, drawDemoSlide } from './demonstration/demo-slide.ts';
export { DEMO_MODEL_ID, writeDemoModels } from './demonstration/write-demo-models.ts';
export {
  type Agreement,
  type GraphSpec,
  lineOf,
  type Manifest,
  manifestSchema,
  outputOf,
  takesRows,
  type Weights,
} from './models/manifest.ts';
export { type LoadedModel, loadModel, type VerifiedGraph } from './models/load-model.ts';
export { type Provider, type RanProvider } from './sessions/session.ts';
export { type PatchGrid } from './patches/patches.ts';
export { type DropReason, type PatchQuality } from './pixels/quality.ts';
export { type Point, type Polygon, type Region, roiAreaMm2, roiLimits, type RoiShape } from './rois/roi.ts';
export { RoiError, type RoiErrorCode } from './rois/roi-error.ts';
export { type ReadRois, type RoiFormat, roiFormats, type RoiImage, type WrittenFormat } from './rois/roi-file.ts';
export { isDicomFile } from './rois/roi-dicom.ts';
export { readRois, writeRois } from './rois/roi-formats.ts';
export { type CheckedShape, checkShape, type SlideSize } from './rois/roi-validity.ts';
export { type CrossedShape, mendable, repairShapes } from './rois/repair-shapes.ts';
export { scoreSlide } from './scoring/run.ts';
export {
  AGREEMENT_LIMIT,
  compareProviders,
  type CompareProvidersOptions,
  presentProviders,
  type ProviderAgreement,
  type ProviderOutcome,
  type ProviderPresence,
} from './agreement/compare-providers.ts';
export { writeFloat16Model } from './float16/write-float16-model.ts';
export { FEWEST_SLIDES, type Int8OnSlides, int8OnSlides, type StudySlide } from './int8/int8-on-slides.ts';
export { returnFreedMemory } from './freed-memory.ts';
export { openSlideVersion } from './slides/openslide-library.ts';
export {
  type MappedPatch,
  type PatchWatch,
  type ScoreProgress,
  type ScoreSlideOptions,
  type SlideScore,
  type StageSeconds,
} from './scoring/slide-score.ts';
export { embeddingWidth, type EmbedSlideOptions, SlideEmbedder, type SlideEmbedding } from './scoring/embed-slide.ts';
export { type KeptBag, SlideBags } from './scoring/slide-bags.ts';
export { type BagChoice, hasBag } from './scoring/obtain-bag.ts';
export { type SeededRandom, seededRandom } from './seeded-random.ts';
export { type HeadLayer, scoreEmbeddings } from './training/head-layer.ts';
export {
  type ClassWeights,
  type EmbeddedPart,
  type LearningPoint,
  trainHead,
  type TrainedHead,
  type TrainHeadOptions,
} from './training/train-head.ts';
export { type BagRows } from './training/attention/attention-threads.ts';
export { type AttentionShape } from './training/attention/attention-shape.ts';
export {
  type AttentionBags,
  type AttentionHead,
  type AttentionParts,
  AttentionTrainer,
  type TrainAttentionOptions,
  type TrainedAttention,
} from './training/attention/train-attention.ts';
export {
  type AttentionModelFacts,
  type TrainedModelFacts,
  writeAttentionModel,
  writeTrainedModel,
} from './training/write-trained-model.ts';
export { ROW_BY_ROW_LIMIT } from './sensitivity/sensitivity.ts';
export {
  type SensitivityProgress,
  slideSensitivity,
  type SlideSensitivity,
  type SlideSensitivityOptions,
} from './sensitivity/sensitivity-of-slide.ts';
