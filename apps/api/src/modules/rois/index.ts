export { type ChosenRoi, regionsOfRun } from './chosen-rois.ts';
export { RoiResolver, RoisOfSlideResolver } from './roi.resolver.ts';
export { RoiService } from './roi.service.ts';
export { roisRouter } from './rois.router.ts';
