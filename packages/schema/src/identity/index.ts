export { identityForm, type IdentityRow, tidyIdentity } from './identity.form.ts';
