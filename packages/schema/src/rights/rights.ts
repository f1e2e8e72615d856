import { type Label } from '../form.ts';

interface RightDeclaration {
  readonly label: Label;
  /** What it means in practice. */
  readonly about: Label;
}

const declareRights = <const Rights extends Readonly<Record<string, RightDeclaration>>>(rights: Rights): Rights =>
  rights;

/** Everything that a member of a study may be allowed, in the order in which it is shown. */
export const rights = declareRights({
  readRecords: {
    label: { en: 'Read records', zh: '查看记录' },
    about: {
      en: 'Patients, slides, scores and every analysis, of the centres of the membership',
      zh: '成员身份所属中心的患者、切片、评分及所有分析',
    },
  },
  enterRecords: {
    label: { en: 'Enter and correct records', zh: '录入和更正记录' },
    about: {
      en: 'Add patients, fill in and correct forms, import files, add slides and state their scale',
      zh: '新增患者，填写和更正表单，导入文件，添加切片并填写其比例尺',
    },
  },
  raiseQueries: {
    label: { en: 'Raise queries', zh: '提出质疑' },
    about: {
      en: 'Ask about what is recorded, close or reopen a query, and mark what was compared with its source; whoever enters records answers',
      zh: '就记录内容提出质疑，关闭或重新打开质疑，并标记已与来源核对的内容；由录入记录者答复',
    },
  },
  readIdentities: {
    label: { en: 'See who patients are', zh: '查看患者身份' },
    about: {
      en: 'Name, hospital number and other identifying fields of the patients of one’s own centre; each look is recorded',
      zh: '本中心患者的姓名、病案号等身份信息；每次查看均有记录',
    },
  },
  enterIdentities: {
    label: { en: 'Enter who patients are', zh: '录入患者身份' },
    about: {
      en: 'Enter, correct and remove identifying fields of the patients of one’s own centre',
      zh: '录入、更正和删除本中心患者的身份信息',
    },
  },
  lockRecords: {
    label: { en: 'Freeze and lock records', zh: '冻结与锁定记录' },
    about: {
      en: 'Keep records as they are, of one form, a patient or a centre, and end that for a reason',
      zh: '使记录保持现状（单张表单、患者或中心），并可说明原因后解除',
    },
  },
  signRecords: {
    label: { en: 'Sign records', zh: '签署记录' },
    about: {
      en: 'Answer for a locked record with one’s password; unlocking it voids the signature',
      zh: '以密码对已锁定的记录签名负责；解锁后签名作废',
    },
  },
  decideEligibility: {
    label: { en: 'Decide on eligibility', zh: '裁定入排资格' },
    about: {
      en: 'Say for a reason that a patient is eligible or not, whatever the criteria of the study make of the records',
      zh: '无论本研究的标准如何判定，可说明原因后裁定患者是否符合入排标准',
    },
  },
  drawOutlines: {
    label: { en: 'Draw outlines', zh: '勾画轮廓' },
    about: { en: 'Draw, change, lock and remove outlines on slides', zh: '在切片上勾画、修改、锁定和删除轮廓' },
  },
  runModels: {
    label: { en: 'Run models', zh: '运行模型' },
    about: {
      en: 'Score slides, one or many, explain a score, cancel a run',
      zh: '对单张或多张切片评分，解释评分，取消运行',
    },
  },
  trainModels: {
    label: { en: 'Train models', zh: '训练模型' },
    about: {
      en: 'Train a head on the slides of the study, cancel a training',
      zh: '用本研究的切片训练模型末层，取消训练',
    },
  },
  readBlind: {
    label: { en: 'Read images blind', zh: '盲法阅片' },
    about: {
      en: 'Measure lesions in the cases that one is assigned, known by a number and the days of their images: neither arm, outcome nor what another reader measured',
      zh: '测量分配给本人的病例中的病灶；病例仅以编号和影像日标识，不显示治疗组、结局或其他阅片者的测量',
    },
  },
  adjudicate: {
    label: { en: 'Adjudicate readings', zh: '裁定阅片结果' },
    about: {
      en: 'Decide where two readers of a case differ, seeing both readings without names, and no record',
      zh: '在两位阅片者意见不一致时裁定，可见两份不具名的阅片结果，不可见记录',
    },
  },
  assignReadings: {
    label: { en: 'Assign readings', zh: '分配阅片' },
    about: {
      en: 'Choose patients to be read, their two readers and the adjudicator; reopen a reading; say by what rule readings differ',
      zh: '选择需阅片的患者、两位阅片者及裁定者；重新开放阅片；设定何为意见不一致',
    },
  },
  enterSecond: {
    label: { en: 'Enter a second time', zh: '第二次录入' },
    about: {
      en: 'Enter forms again that somebody else has entered, without seeing what was entered: neither records nor analyses',
      zh: '对他人已录入的表单进行第二次录入，不显示首次录入内容，也不可见记录与分析',
    },
  },
  resolveEntries: {
    label: { en: 'Resolve differences of two entries', zh: '处理两次录入的差异' },
    about: {
      en: 'Decide, for a reason, which value holds where two entries of a record differ',
      zh: '在两次录入不一致时说明原因并决定以哪个值为准',
    },
  },
  makeSnapshots: {
    label: { en: 'Make snapshots', zh: '建立数据快照' },
    about: {
      en: 'Keep the analysis rows of all centres as they are now, under a name, to be analysed again; each reads those of their own centres',
      zh: '以一个名称保存所有中心当前的分析数据，供日后重新分析；各人仅可查看本中心的数据',
    },
  },
  exportRecords: {
    label: { en: 'Export records', zh: '导出记录' },
    about: {
      en: 'Take the forms and the analysis row of one’s centres out of the portal as files, without free text and with shifted dates',
      zh: '将本人可查看中心的表单与分析数据导出为文件，不含自由文本，日期已平移',
    },
  },
  exportIdentified: {
    label: { en: 'Export with dates and texts', zh: '导出含日期与文本的记录' },
    about: {
      en: 'The same with true dates, ages and texts, for a reason; names and hospital numbers are in no export',
      zh: '说明原因后导出真实日期、年龄与文本；任何导出均不含姓名与病案号',
    },
  },
  writeReports: {
    label: { en: 'Write reports', zh: '撰写报告' },
    about: {
      en: 'Answer the items of reporting guidelines that no record answers, with the place in the manuscript',
      zh: '填写报告规范中记录无法回答的条目，并注明在稿件中的位置',
    },
  },
  decideOnModels: {
    label: { en: 'Decide on models', zh: '决定启用哪个模型' },
    about: {
      en: 'Activate, retire and roll back model versions, for the whole portal',
      zh: '为整个平台启用、停用和回退模型版本',
    },
  },
  readAudit: {
    label: { en: 'Read the audit trail', zh: '查看审计记录' },
    about: {
      en: 'Who changed what, when and why, in the whole study; the history of a record is open to whoever reads it',
      zh: '整个研究中何人何时因何更改了什么；单条记录的历史对能查看该记录者开放',
    },
  },
  readPortalAudit: {
    label: { en: 'Read the audit of the portal', zh: '查看平台审计记录' },
    about: {
      en: 'Sign-ins and other events that belong to no study; nothing of a patient',
      zh: '登录及其他不属于任何研究的事件；不含患者信息',
    },
  },
  watchPortal: {
    label: { en: 'See how the portal runs', zh: '查看平台运行状况' },
    about: {
      en: 'Database, queue, workers, disk, backups, refused sign-ins and slow statements; nothing of a patient',
      zh: '数据库、任务队列、工作进程、磁盘、备份、被拒绝的登录与慢查询；不含患者信息',
    },
  },
  manageStudy: {
    label: { en: 'Manage the study', zh: '管理研究' },
    about: {
      en: 'Change what the study is and what it asks for: its settings and the fields that it adds to forms; close and reopen it',
      zh: '更改研究的内容与所需数据：研究设置以及研究在表单中新增的字段；关闭和重新开放研究',
    },
  },
  managePeople: {
    label: { en: 'Manage people', zh: '管理人员' },
    about: {
      en: 'Invite people, change their role or centre, end their membership or their sessions',
      zh: '邀请人员，更改其角色或中心，终止其成员身份，结束其会话',
    },
  },
  createStudies: {
    label: { en: 'Make studies', zh: '创建研究' },
    about: {
      en: 'Make a study and say who administers it',
      zh: '创建研究并指定其管理员',
    },
  },
});

export type Right = keyof typeof rights;
export const rightNames = Object.keys(rights) as readonly Right[];

/** Rights that hold for the rows of particular centres. The others hold for a study, or for the portal. */
export const centreRights = [
  'readRecords',
  'enterRecords',
  'raiseQueries',
  'lockRecords',
  'signRecords',
  'decideEligibility',
  'drawOutlines',
  'runModels',
  'trainModels',
  'readIdentities',
  'enterIdentities',
  'readBlind',
  'adjudicate',
  'assignReadings',
  'enterSecond',
  'resolveEntries',
] as const;
export type CentreRight = (typeof centreRights)[number];

/** Rights that change nothing, and that therefore hold in a closed study too. */
export const readingRights: readonly Right[] = ['readRecords', 'readIdentities'];

/** Rights of those who treat the patients: no role over a whole study has them, so that names stay in their centre. */
export const identityRights: readonly Right[] = ['readIdentities', 'enterIdentities'];

/** Rights of those who must not know what records say: nobody has them in a study of which one may read records. */
export const blindRights: readonly Right[] = ['readBlind', 'adjudicate', 'enterSecond'];

/**
 * Of these, rights of those who must not know the arm: nobody has them in a study whose forms one enters a second time, since
 * their sources name it.
 */
export const armBlindRights: readonly Right[] = ['readBlind', 'adjudicate'];

/** Rights over the portal as a whole, which no role of a study has. */
export const portalRights: readonly Right[] = ['decideOnModels', 'readPortalAudit', 'watchPortal', 'createStudies'];
