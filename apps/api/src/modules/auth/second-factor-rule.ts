import { type Role, roleMay } from '@haim/schema';

/** Who must have a second factor: nobody, whoever manages people or decides on models, or everybody. */
export const secondFactorRules = ['optional', 'required', 'everybody'] as const;
export type SecondFactorRule = (typeof secondFactorRules)[number];

/** Whether somebody without a second factor has to set one up before anything else. */
export function needsSecondFactor(rule: SecondFactorRule, roles: readonly Role[]): boolean {
  if (rule !== 'required') return rule === 'everybody';
  return roles.some((role) => roleMay(role, 'managePeople') || roleMay(role, 'decideOnModels'));
}
