export { type AccessTokenRow, endAccessTokens, makeAccessToken } from './access-tokens.ts';
export {
  type AccountConnections,
  AccountDirectory,
  type AccountRow,
  openAccount,
  type SessionRow,
} from './account-directory.ts';
export { type ConfirmIdentity, identityConfirmation } from './confirm-identity.ts';
export { hashPassword } from './password.ts';
export { askedHours, offeredHours, type ResetRow } from './password-resets.ts';
export { goodPassword, passwordFault } from './password-policy.ts';
