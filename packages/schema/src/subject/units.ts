import { type Label } from '../form.ts';

/** Units that are words: symbols such as mm read the same in both languages. */
const words: Readonly<Record<string, { readonly one: Label; readonly many: Label }>> = {
  years: { one: { en: 'year', zh: '岁' }, many: { en: 'years', zh: '岁' } },
  days: { one: { en: 'day', zh: '天' }, many: { en: 'days', zh: '天' } },
  'mg/m²/week': { one: { en: 'mg/m²/week', zh: 'mg/m²/周' }, many: { en: 'mg/m²/week', zh: 'mg/m²/周' } },
};

export function unitLabel(unit: string): Label {
  return words[unit]?.many ?? { en: unit, zh: unit };
}

export function oneUnitLabel(unit: string): Label {
  return words[unit]?.one ?? { en: unit, zh: unit };
}
