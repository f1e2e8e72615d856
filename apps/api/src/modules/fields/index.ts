export { holdFields, holdFieldsOf, ownKeysByCentre, readOwnFields, readOwnFieldsOf } from './field.query.ts';
