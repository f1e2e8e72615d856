export { AcceptedReadingService } from './accepted-reading.service.ts';
export { AssignmentResolver } from './assignment.resolver.ts';
export { AssignmentService } from './assignment.service.ts';
export { ReadingResolver } from './reading.resolver.ts';
export { ReadingService } from './reading.service.ts';
