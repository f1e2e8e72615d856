export { type StudyField } from './field.query.ts';
export { type FieldService } from './field.service.ts';
export {
  holdFields,
  holdFieldsOf,
  ownKeysByCentre,
  readFields,
  readOwnFields,
  readOwnFieldsEverOf,
  readOwnFieldsOf,
} from './field.query.ts';
