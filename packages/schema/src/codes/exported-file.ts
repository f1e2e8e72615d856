import { type Label } from '../form.ts';

/** What a saved file holds, as the trail names it: files that the portal makes, and those that a page makes itself. */
export const exportedFileLabels = {
  audit: { en: 'Entries of the audit', zh: '审计条目' },
  outlines: { en: 'Outlines of a slide', zh: '切片轮廓' },
  figure: { en: 'Picture of a figure', zh: '图片' },
  figurePoints: { en: 'Values of a figure', zh: '图中数值' },
  figureResults: { en: 'Results of a figure', zh: '图中结果' },
  dataTables: { en: 'Tables of a study', zh: '研究数据表' },
  table: { en: 'Table of an analysis', zh: '分析表格' },
  tableData: { en: 'Values of patients behind a table', zh: '表格所用的患者数值' },
  report: { en: 'Report of a study', zh: '研究报告' },
  patientList: { en: 'List of patients', zh: '患者列表' },
  dueVisits: { en: 'Visits that are due', zh: '待完成访视' },
  shortFollowUp: { en: 'Patients not followed to the cut-off', zh: '未随访至截止日的患者' },
  cases: { en: 'Cases of an evaluation', zh: '评估病例' },
  entries: { en: 'Two entries compared', zh: '两次录入的比对' },
  snapshotDifference: { en: 'Difference of data versions', zh: '数据版本间的变动' },
  clinicalModel: { en: 'Training table of the clinical model', zh: '临床模型训练表' },
} as const satisfies Readonly<Record<string, Label>>;

export type ExportedFile = keyof typeof exportedFileLabels;
