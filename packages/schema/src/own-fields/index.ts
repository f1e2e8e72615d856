export { frozenIn, type FrozenPart, takenAway, type TakenAway } from './change-own-field.ts';
export { ownVariables } from './own-variables.ts';
export { checkOwnField, ownFieldLimits } from './check-own-field.ts';
export {
  columnOfPlace,
  type DictionaryCells,
  dictionaryColumns,
  dictionaryRows,
  type DictionaryFault,
  faultsOfRow,
  readDictionaryRow,
  type ReadDictionaryRow,
} from './dictionary-file.ts';
export {
  type CountedRecord,
  countedRecords,
  countsOfKind,
  type ExtensibleForm,
  extensibleForms,
  formOfStudy,
  formsOfStudy,
  gatherOwn,
  hasSeveralRecords,
  isExtensible,
  isOwnKey,
  type OwnField,
  ownKey,
  type OwnKind,
  ownKinds,
  ownNameOf,
  specOf,
  spreadOwn,
  usualKnown,
} from './own-field.ts';
