export { frozenIn, type FrozenPart, takenAway, type TakenAway } from './change-own-field.ts';
export { ownVariables } from './own-variables.ts';
export { extensibleForms, isExtensible } from '../extensible.ts';
export { checkOwnField, ownFieldLimits } from './check-own-field.ts';
export {
  choicesOf,
  columnOfPlace,
  type DictionaryCells,
  dictionaryColumns,
  dictionaryRows,
  type DictionaryFault,
  faultsOfRow,
  readDictionaryRow,
  type ReadDictionaryRow,
} from './dictionary-file.ts';
export { plainOf } from './dictionary-html.ts';
export {
  type CountedRecord,
  countedRecords,
  countsOfKind,
  formOfStudy,
  formsOfStudy,
  gatherOwn,
  hasSeveralRecords,
  isOwnKey,
  mayGiveVariables,
  type OwnField,
  ownKey,
  type OwnKind,
  ownKinds,
  ownNameOf,
  specOf,
  spreadOwn,
  usualKnown,
} from './own-field.ts';
