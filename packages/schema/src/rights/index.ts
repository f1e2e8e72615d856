export {
  armBlindRights,
  blindRights,
  type CentreRight,
  centreRights,
  identityRights,
  portalRights,
  readingRights,
  type Right,
  rightNames,
  rights,
} from './rights.ts';
export { isRole, type Role, roleMay, roleNames, roles, rolesWith, studyRoles } from './roles.ts';
export { isTokenScope, rightsOfScopes, type TokenScope, tokenScopeNames, tokenScopes } from './token-scopes.ts';
