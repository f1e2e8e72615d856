import { IconCheck, IconHelp, IconX } from '@tabler/icons-react';
import { type EligibilityState } from '@haim/schema';
import { type Tone } from '@/ui/status-badge.tsx';

/** How a state of eligibility is drawn: told apart by shape, then by colour. */
export const eligibilityLooks: Readonly<Record<EligibilityState, { tone: Tone; Icon: typeof IconCheck }>> = {
  eligible: { tone: 'good', Icon: IconCheck },
  ineligible: { tone: 'bad', Icon: IconX },
  unknown: { tone: 'attention', Icon: IconHelp },
};
