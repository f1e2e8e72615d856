export { trainingProgressResolver } from './training-progress.resolver.ts';
export { TrainingResolver } from './training.resolver.ts';
export { TrainingService, trainingWatched } from './training.service.ts';
