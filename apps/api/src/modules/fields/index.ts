export { type FieldService } from './field.service.ts';
export {
  holdFields,
  holdFieldsOf,
  ownKeysByCentre,
  readOwnFields,
  readOwnFieldsEverOf,
  readOwnFieldsOf,
} from './field.query.ts';
