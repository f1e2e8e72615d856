export {
  type AccountConnections,
  AccountDirectory,
  type AccountRow,
  openAccount,
  type SessionRow,
} from './account-directory.ts';
export { hashPassword } from './password.ts';
export { goodPassword, passwordFault } from './password-policy.ts';
