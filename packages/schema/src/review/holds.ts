import { type Label } from '../form.ts';

/** What keeps a record as it is: frozen, it may still be asked about; locked, nothing but unlocking is possible. */
export const holdKinds = ['frozen', 'locked'] as const;
export type HoldKind = (typeof holdKinds)[number];

export const holdLabels: Readonly<Record<HoldKind, Label>> = {
  frozen: { en: 'Frozen', zh: '已冻结' },
  locked: { en: 'Locked', zh: '已锁定' },
};

/** What a hold covers, the smallest first. */
export const holdScopes = ['record', 'patient', 'centre'] as const;
export type HoldScope = (typeof holdScopes)[number];

/** What somebody states by a signature. */
export const signatureMeanings = ['reviewed', 'approved'] as const;
export type SignatureMeaning = (typeof signatureMeanings)[number];

export const signatureMeaningLabels: Readonly<Record<SignatureMeaning, Label>> = {
  reviewed: { en: 'I have reviewed this record', zh: '本人已审阅此记录' },
  approved: {
    en: 'I approve this record as complete and correct',
    zh: '本人确认此记录完整且正确',
  },
};
