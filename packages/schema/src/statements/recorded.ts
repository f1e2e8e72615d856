import { text } from './values.ts';
import { sentence } from './sentence.ts';

/** What was stored before statements had codes, or by a newer version of the portal. */
export const recorded = {
  asRecorded: sentence(
    { text },
    ({ text: words }) => words,
    ({ text: words }) => words,
  ),
  notKnownHere: sentence(
    { code: text },
    ({ code }) => `This version of the portal has no words for "${code}".`,
    ({ code }) => `此版本的平台没有“${code}”的文字说明。`,
  ),
} as const;
