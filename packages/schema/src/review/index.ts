export {
  type HoldKind,
  holdKinds,
  holdLabels,
  type HoldScope,
  holdScopes,
  type SignatureMeaning,
  signatureMeaningLabels,
  signatureMeanings,
} from './holds.ts';
