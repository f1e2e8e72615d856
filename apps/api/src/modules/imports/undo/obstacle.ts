import { type Label } from '@haim/schema';

/** What has happened since an import, because of which it cannot be taken back as it is. */
const words = {
  corrected: { en: 'corrected since', zh: '此后已更正' },
  removed: { en: 'removed since', zh: '此后已删除' },
  moved: { en: 'moved to another patient since, by a merge', zh: '此后因合并已归入另一患者' },
  renamed: { en: 'given another code since', zh: '此后已更改编号' },
  patientRemoved: { en: 'removed or merged since', zh: '此后已删除或合并' },
  added: { en: 'entered since, of a patient whom the import added', zh: '此后录入，其患者由该导入新增' },
  held: { en: 'frozen or locked', zh: '已冻结或锁定' },
  frozen: { en: 'frozen', zh: '已冻结' },
  locked: { en: 'locked', zh: '已锁定' },
  signed: { en: 'signed', zh: '已签名' },
  verified: { en: 'compared with its source', zh: '已与来源核对' },
  queried: { en: 'asked about in an open query', zh: '有未关闭的质疑' },
  enteredTwice: { en: 'entered a second time', zh: '已第二次录入' },
  readBlind: { en: 'given to blinded readers', zh: '已分配盲法阅片' },
  image: { en: 'has an image', zh: '已有图像' },
  transfer: { en: 'an image of it was sent', zh: '已上传其图像' },
  outlined: { en: 'has outlines', zh: '已有轮廓' },
  scored: { en: 'scored by a model', zh: '已由模型评分' },
  decided: { en: 'eligibility was decided', zh: '已裁定入排资格' },
  screened: { en: 'enrolled in the screening log', zh: '已列入筛选日志' },
  visitsEnded: { en: 'the end of the visits was recorded', zh: '已记录随访终止' },
  identified: { en: 'identifying fields were entered', zh: '已录入身份信息' },
  contradicts: { en: 'what was there before contradicts another record', zh: '导入前的值与其他记录矛盾' },
  notAllowed: {
    en: 'what was there before is not allowed any more by the study’s own fields',
    zh: '导入前的值已不符合研究自定义字段的要求',
  },
} as const satisfies Record<string, Label>;

export type ObstacleCode = keyof typeof words;

export interface Obstacle extends Label {
  readonly code: ObstacleCode;
  /** The name of a form; null for what is of the patient. */
  readonly form: string | null;
  readonly patient: string;
  readonly by: string | null;
  readonly at: Date | null;
}

export function wordsOf(code: ObstacleCode): Label {
  return words[code];
}
