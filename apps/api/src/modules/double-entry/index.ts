export { ComparisonService } from './comparison.service.ts';
export { DoubleEntryResolver } from './double-entry.resolver.ts';
export { EntryListService } from './entry-list.service.ts';
export { SecondEntryService } from './second-entry.service.ts';
