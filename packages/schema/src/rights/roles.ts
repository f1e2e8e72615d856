import { type Label } from '../form.ts';
import { blindRights, identityRights, portalRights, type Right, rightNames } from './rights.ts';

interface RoleDeclaration {
  readonly label: Label;
  /** Who has it. */
  readonly about: Label;
  /**
   * What a membership covers: `study`, every centre; `centre`, one centre that is named; `either`, as the study arranges
   * it; `portal`, no centre at all, but every study.
   */
  readonly reach: 'portal' | 'study' | 'centre' | 'either';
  readonly rights: readonly Right[];
}

const declareRoles = <const Roles extends Readonly<Record<string, RoleDeclaration>>>(roles: Roles): Roles => roles;

/**
 * Every role and what it may do, in the order in which it is shown. Stored by name. The database has the same pairs in
 * `portal.role_right`; a test compares the two.
 */
export const roles = declareRoles({
  portalAdministrator: {
    label: { en: 'Portal administrator', zh: '平台管理员' },
    about: {
      en: 'Runs the portal: studies, their people, and models, but no records',
      zh: '管理平台：研究、其人员与模型，但不查看记录',
    },
    reach: 'portal',
    rights: ['decideOnModels', 'readPortalAudit', 'watchPortal', 'manageStudy', 'managePeople', 'createStudies'],
  },
  administrator: {
    label: { en: 'Administrator', zh: '管理员' },
    about: { en: 'Runs the study, and enters for its centres on their behalf', zh: '管理研究，并可代各中心录入' },
    reach: 'study',
    rights: rightNames.filter((right) => ![...portalRights, ...identityRights, ...blindRights].includes(right)),
  },
  dataManager: {
    label: { en: 'Data manager', zh: '数据管理员' },
    about: { en: 'Imports files and cleans the records of all centres', zh: '导入文件并清理各中心的记录' },
    reach: 'either',
    rights: [
      'readRecords',
      'enterRecords',
      'raiseQueries',
      'lockRecords',
      'assignReadings',
      'resolveEntries',
      'makeSnapshots',
      'exportRecords',
      'exportIdentified',
      'readAudit',
    ],
  },
  staff: {
    label: { en: 'Centre staff', zh: '中心人员' },
    about: {
      en: 'Enters the records and slides of one centre, and knows who its patients are',
      zh: '录入一个中心的记录与切片，并掌握该中心患者的身份',
    },
    reach: 'centre',
    rights: [
      'readRecords',
      'enterRecords',
      'readIdentities',
      'enterIdentities',
      'drawOutlines',
      'runModels',
      'trainModels',
      'exportRecords',
      'exportIdentified',
    ],
  },
  reader: {
    label: { en: 'Radiologist reader', zh: '放射阅片医师' },
    about: {
      en: 'Reads images without knowing arm or outcome, so that records stay closed',
      zh: '在不知晓治疗组与结局的情况下阅片，因此不开放记录',
    },
    reach: 'either',
    rights: ['readBlind'],
  },
  adjudicator: {
    label: { en: 'Adjudicator', zh: '裁定医师' },
    about: {
      en: 'Decides where two readers differ, without knowing arm or outcome, so that records stay closed',
      zh: '在两位阅片医师意见不一致时裁定，不知晓治疗组与结局，因此不开放记录',
    },
    reach: 'either',
    rights: ['adjudicate'],
  },
  secondEntry: {
    label: { en: 'Second-entry clerk', zh: '第二录入员' },
    about: {
      en: 'Enters forms a second time without knowing what was entered first, so that records stay closed',
      zh: '在不知晓首次录入内容的情况下进行第二次录入，因此不开放记录',
    },
    reach: 'either',
    rights: ['enterSecond'],
  },
  pathologist: {
    label: { en: 'Pathologist', zh: '病理医师' },
    about: { en: 'Outlines tumour on slides and scores them', zh: '在切片上勾画肿瘤轮廓并评分' },
    reach: 'either',
    rights: ['readRecords', 'drawOutlines', 'runModels'],
  },
  investigator: {
    label: { en: 'Investigator', zh: '研究者' },
    about: {
      en: 'Reads the study, analyses it and signs records; enters nothing',
      zh: '查看并分析研究，签署记录；不录入',
    },
    reach: 'either',
    rights: [
      'readRecords',
      'signRecords',
      'decideEligibility',
      'runModels',
      'trainModels',
      'exportRecords',
      'writeReports',
    ],
  },
  statistician: {
    label: { en: 'Statistician', zh: '统计师' },
    about: {
      en: 'Analyses the study and keeps snapshots of it; changes no record',
      zh: '分析研究并建立数据快照；不更改任何记录',
    },
    reach: 'either',
    rights: ['readRecords', 'makeSnapshots', 'exportRecords', 'writeReports'],
  },
  modelDeveloper: {
    label: { en: 'Model developer', zh: '模型开发者' },
    about: {
      en: 'Trains and runs models; an administrator decides which is used',
      zh: '训练并运行模型；由管理员决定启用哪个',
    },
    reach: 'either',
    rights: ['readRecords', 'runModels', 'trainModels', 'exportRecords', 'writeReports'],
  },
  monitor: {
    label: { en: 'Monitor', zh: '监查员' },
    about: {
      en: 'Compares records with their sources and raises queries; changes no record',
      zh: '将记录与来源核对并提出质疑；不更改记录',
    },
    reach: 'either',
    rights: ['readRecords', 'raiseQueries', 'readAudit'],
  },
});

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as readonly Role[];

/** The roles that an administrator of a study gives. */
export const studyRoles = roleNames.filter((name) => roles[name].reach !== 'portal');

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}

/** The one question that decides what is allowed; nothing compares the name of a role. */
export function roleMay(role: Role, right: Right): boolean {
  return (roles[role].rights as readonly Right[]).includes(right);
}

/** The roles that have a right. */
export function rolesWith(right: Right): readonly Role[] {
  return roleNames.filter((role) => roleMay(role, right));
}
