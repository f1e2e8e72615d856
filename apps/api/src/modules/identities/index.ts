export { type IdentityChoice, mergeIdentities } from './merge-identities.ts';
