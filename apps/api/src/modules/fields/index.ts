export { type FieldService } from './field.service.ts';
export { holdFields, holdFieldsOf, ownKeysByCentre, readOwnFields, readOwnFieldsOf } from './field.query.ts';
