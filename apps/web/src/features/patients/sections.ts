import { type FormName, forms } from '@haim/schema';
import { parseAsBoolean, parseAsStringLiteral } from 'nuqs';

/** The parts of a patient's page, in the order of the way around: what happened, every form, who changed what. */
export const sections = ['overview', ...forms.map(({ name }): FormName => name), 'history'] as const;
export type Section = (typeof sections)[number];

/** `?form=baseline`; links elsewhere in the portal name a form the same way. */
export const sectionParam = parseAsStringLiteral(sections).withDefault('overview').withOptions({ history: 'push' });

/** `&begin=true`: whoever comes to fill in this form goes on with its first field. Gone from the address once there. */
export const beginParam = parseAsBoolean.withDefault(false);
