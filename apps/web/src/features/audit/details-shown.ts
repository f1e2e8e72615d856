import { auditKinds } from '@haim/schema';

interface Detail {
  readonly name: string;
  readonly value: string | null;
}

/** Details that have a name of their own in the messages. */
const knownDetails = [
  'what',
  'right',
  'message',
  'filter',
  'rows',
  'fileName',
  'userId',
  'email',
  'role',
  'code',
  'modelName',
  'modelId',
  'evaluationSet',
  'recipeId',
  'sequence',
  'hash',
  'fault',
  'sessions',
  'by',
  'because',
  'issuer',
  'subject',
  'format',
  'slide',
  'barcode',
  'kinds',
  'form',
  'field',
  'centre',
  'patientCode',
  'from',
  'before',
  'reason',
  'found',
  'checklist',
  'item',
] as const;

export type KnownDetail = (typeof knownDetails)[number];

/**
 * The details worth a reader's time: without those that are empty, the answer that only repeats the missing right, and an
 * id beside the name of the same thing. Names that the messages lack are shown as they were written.
 */
export function detailsShown<D extends Detail>(details: readonly D[]): (D & { readonly known: KnownDetail | null })[] {
  const names = new Set(details.map(({ name }) => name));
  // For the check of the trail, not for people.
  const isForChecks = (name: string): boolean => name === 'valuesSha256';
  const repeats = (name: string): boolean =>
    (name === 'message' && names.has('right')) || (name === 'slide' && names.has('barcode'));
  return details
    .filter(({ name, value }) => value !== null && !repeats(name) && !isForChecks(name))
    .map((detail) => ({ ...detail, known: knownDetails.find((known) => known === detail.name) ?? null }));
}

/** Whether a text is a list of kinds of the trail, as an export of it was asked for. */
export function isKindList(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((kind) => (auditKinds as readonly unknown[]).includes(kind));
  } catch {
    return false;
  }
}
