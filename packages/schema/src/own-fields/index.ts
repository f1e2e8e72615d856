export { frozenIn, takenAway, type TakenAway } from './change-own-field.ts';
export { analysedForms, ownVariables } from './own-variables.ts';
export { checkOwnField, ownFieldLimits } from './check-own-field.ts';
export {
  type DictionaryCells,
  dictionaryColumns,
  dictionaryRows,
  readDictionaryRow,
  type ReadDictionaryRow,
} from './dictionary-file.ts';
export {
  type ExtensibleForm,
  extensibleForms,
  formOfStudy,
  formsOfStudy,
  gatherOwn,
  isExtensible,
  isOwnKey,
  type OwnField,
  ownKey,
  type OwnKind,
  ownKinds,
  ownNameOf,
  specOf,
  spreadOwn,
} from './own-field.ts';
