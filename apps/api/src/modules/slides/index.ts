export { attachSlideFile, type AttachRequest, type SlideStore } from './attach-slide-file.ts';
export { SlideFiles } from './slide-files.ts';
export { openSlideFiles, slidePlaceSettings } from './slide-place.ts';
export { Slide, SlideResolver } from './slide.resolver.ts';
export { SlideService, type SlideRow } from './slide.service.ts';
export { slidesRouter, type SlidesRouterOptions } from './slides.router.ts';
export { refuseUnequal } from './slide.service.ts';
