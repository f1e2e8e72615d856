import { type Label } from '../form.ts';

/** The format of a patient's code; the database checks the same. */
export const patientCode = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

export const patientCodeLabel: Label = {
  en: '1 to 40 letters, digits, dots, - and _, beginning with a letter or digit',
  zh: '1 至 40 个字母、数字、点、- 或 _，以字母或数字开头',
};
