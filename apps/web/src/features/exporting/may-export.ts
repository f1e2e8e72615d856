import { isRole, roleMay } from '@haim/schema';

/** Whether a membership lets records of its centres be exported. */
export function mayExport({ role }: { readonly role: string }): boolean {
  return isRole(role) && roleMay(role, 'exportRecords');
}
