import { type FormName, forms } from '@haim/schema';
import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';

/**
 * The parts of a patient's page, in navigation order: what happened, who it is, every form, what was asked, who
 * changed what, what was removed.
 */
export const sections = [
  'overview',
  'identity',
  ...forms.map(({ name }): FormName => name),
  'queries',
  'history',
  'removed',
] as const;
export type Section = (typeof sections)[number];

/** `?form=baseline`; links elsewhere in the portal name a form the same way. */
export const sectionParam = parseAsStringLiteral(sections).withDefault('overview').withOptions({ history: 'push' });

/** `&begin=true`: the form opens with its first field focused. Removed from the address once it is open. */
export const beginParam = parseAsBoolean.withDefault(false);

/** `&field=tumourSizeMm`: that field is focused instead; `&record=…`: of this record. Removed from the address likewise. */
export const fieldParam = parseAsString;
export const recordParam = parseAsString;

/** `&on=2024-02-29`: the day that a record which is begun is due on. */
export const onParam = parseAsString.withDefault('');

/** `&due=…`: the place in the list of what is due, while somebody goes through it. */
export const dueParam = parseAsString.withDefault('');
