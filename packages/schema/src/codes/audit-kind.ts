import { type Label } from '../form.ts';

/** What changes a row: written by the database for whatever statement does it. */
export const changeKinds = ['create', 'correct', 'delete', 'restore', 'merge'] as const;

/** What happened that changed no row; each is recorded by the code that does it. */
export const eventKinds = [
  'signIn',
  'signInFailed',
  'signOut',
  'passwordChanged',
  'passwordResetOffered',
  'secondFactorOn',
  'secondFactorOff',
  'secondFactorRefused',
  'recoveryCodesMade',
  'recoveryCodeUsed',
  'providerLinked',
  'providerUnlinked',
  'sessionsEnded',
  'tokenMade',
  'tokenEnded',
  'accountOpened',
  'accountClosed',
  'invited',
  'invitationAccepted',
  'invitationRevoked',
  'refused',
  'searched',
  'identityShown',
  'identitySearched',
  'exported',
  'unblinded',
  'auditVerified',
  'ctcaeImported',
  'snapshotMade',
] as const;

export const auditKinds = [...changeKinds, ...eventKinds] as const;

export type EventKind = (typeof eventKinds)[number];
export type AuditKind = (typeof auditKinds)[number];

export const auditKindLabels: Readonly<Record<AuditKind, Label>> = {
  create: { en: 'Entered', zh: '录入' },
  correct: { en: 'Corrected', zh: '更正' },
  delete: { en: 'Removed', zh: '删除' },
  restore: { en: 'Restored', zh: '恢复' },
  merge: { en: 'Merged', zh: '合并' },
  signIn: { en: 'Signed in', zh: '登录' },
  signInFailed: { en: 'Sign-in failed', zh: '登录失败' },
  signOut: { en: 'Signed out', zh: '退出登录' },
  passwordChanged: { en: 'Password changed', zh: '修改密码' },
  passwordResetOffered: { en: 'Link for a new password made', zh: '生成重设密码链接' },
  secondFactorOn: { en: 'Second factor set up', zh: '启用双重验证' },
  secondFactorOff: { en: 'Second factor taken off', zh: '停用双重验证' },
  secondFactorRefused: { en: 'Second factor refused', zh: '双重验证未通过' },
  recoveryCodesMade: { en: 'Recovery codes made anew', zh: '重新生成恢复码' },
  recoveryCodeUsed: { en: 'Recovery code used', zh: '使用恢复码' },
  providerLinked: { en: 'Linked to the hospital’s sign-in', zh: '关联医院统一登录' },
  providerUnlinked: { en: 'Link to the hospital’s sign-in removed', zh: '解除医院统一登录关联' },
  sessionsEnded: { en: 'Sessions ended', zh: '结束会话' },
  tokenMade: { en: 'Access token made', zh: '创建访问令牌' },
  tokenEnded: { en: 'Access token ended', zh: '停用访问令牌' },
  accountOpened: { en: 'Account opened', zh: '开通账户' },
  accountClosed: { en: 'Account closed', zh: '关闭账户' },
  invited: { en: 'Invited', zh: '发出邀请' },
  invitationAccepted: { en: 'Invitation accepted', zh: '接受邀请' },
  invitationRevoked: { en: 'Invitation revoked', zh: '撤回邀请' },
  refused: { en: 'Refused', zh: '拒绝' },
  searched: { en: 'Searched for a patient', zh: '查找患者' },
  identityShown: { en: 'Looked at an identity', zh: '查看身份信息' },
  identitySearched: { en: 'Searched by hospital number', zh: '按病案号查找' },
  exported: { en: 'Exported', zh: '导出' },
  unblinded: { en: 'Unblinded', zh: '揭盲' },
  ctcaeImported: { en: 'Terms of CTCAE imported', zh: '导入 CTCAE 术语' },
  snapshotMade: { en: 'Snapshot made', zh: '建立数据快照' },
  auditVerified: { en: 'Audit verified', zh: '核验审计记录' },
};
