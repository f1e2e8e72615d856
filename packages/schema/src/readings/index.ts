export { checkReading } from './check-reading.ts';
export * from './reading.ts';
