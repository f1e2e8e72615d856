export { endpoints } from './survival/endpoints.ts';
