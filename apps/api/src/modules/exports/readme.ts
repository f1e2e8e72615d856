import { type DescribedTable } from '../../tables/index.ts';
import { type ExportHead } from './asked-export.ts';
import { type LeftOutColumn } from './source-table.ts';

/** A file that was written, by its name in the folder. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

export interface ReadmeParts {
  readonly head: ExportHead;
  readonly tables: readonly DescribedTable[];
  readonly leftOut: readonly LeftOutColumn[];
  readonly files: readonly WrittenFile[];
  /** What only files of this format need to have said of them, English and Chinese. */
  readonly remarks: readonly { readonly en: string; readonly zh: string }[];
}

/** What somebody who finds these files in ten years has to know, in both languages. */
export function readmeOf(parts: ReadmeParts): string {
  return `${inEnglish(parts)}\n---\n\n${inChinese(parts)}`;
}

function inEnglish({ head, tables, leftOut, files, remarks }: ReadmeParts): string {
  const { study, snapshot, cohort, isIdentified } = head;
  return [
    `# ${study.code}: ${study.name}`,
    '',
    ...(head.isSynthetic ? ['**Synthetic data: no row is of a real patient.**', ''] : []),
    `Exported by ${head.madeBy} on ${head.madeAt.toISOString()}. For research use only.`,
    '',
    `- Data: version ${head.dataVersion} of the study${snapshot ? `, snapshot ${snapshot.name}, SHA-256 ${snapshot.sha256}. An export of a snapshot has the analysis row and the adverse events alone` : ''}.`,
    `- Endpoint recipe: ${head.recipe}; time zero: ${head.timeZero}; data cut-off: ${head.cutoffOn ?? (isIdentified ? 'none' : 'not told here, as dates are moved')}; a month is ${head.monthDays} days.`,
    `- Centres: ${head.centres.join(', ')}${head.isWhole ? ', which are all of the study' : '. The study has others, which this export may not hold'}.`,
    `- Patients: ${head.patients}, ${cohort === null ? 'everybody of these centres' : `those of \`${cohort}\``}; those who are not eligible are among them, see the column \`eligibility\`.`,
    isIdentified
      ? `- With true dates, ages and texts; reason given: ${head.reason ?? ''}. Names, hospital numbers and birthdays are in no export.`
      : '- Without identities: each patient’s dates are moved back by 1 to 365 days, the same number for all dates of the patient, so that intervals are true and weekdays and seasons are not; ages above 90 are 90; free texts are left out, and of texts for which a standard has names those that are neither such a name nor shared by ten patients. Whoever knows one true date of a patient can find the others: these are still data of persons.',
    '',
    '## Tables',
    '',
    '| table | rows | columns | |',
    '|---|---|---|---|',
    ...tables.map((table) => `| ${table.name} | ${table.rows} | ${table.columns.length} | ${table.label.en} |`),
    '',
    'Rows of one patient have the same `centre` and `patient`; `record` numbers the records of a patient in one table. A column `missing_…` has the reason why the value before it is missing. `dictionary.csv` describes every column, `codes.csv` every code in both languages.',
    ...(leftOut.length > 0
      ? ['', `Left out as free text: ${leftOut.map(({ table, name }) => `${table}.${name}`).join(', ')}.`]
      : []),
    ...(remarks.length > 0 ? ['', ...remarks.map(({ en }) => `- ${en}`)] : []),
    '',
    '## Files',
    '',
    ...files.map(({ name, bytes, sha256 }) => `- ${name}: ${bytes} bytes, SHA-256 ${sha256}`),
    '',
  ].join('\n');
}

function inChinese({ head, tables, leftOut, remarks }: ReadmeParts): string {
  const { study, snapshot, cohort, isIdentified } = head;
  return [
    `# ${study.code}：${study.nameZh ?? study.name}`,
    '',
    ...(head.isSynthetic ? ['**合成数据：不含任何真实患者。**', ''] : []),
    `由 ${head.madeBy} 于 ${head.madeAt.toISOString()} 导出。仅供研究使用。`,
    '',
    `- 数据：研究数据版本 ${head.dataVersion}${snapshot ? `，快照 ${snapshot.name}，SHA-256 ${snapshot.sha256}。快照只保存分析数据与不良事件，因此仅有这些表` : ''}。`,
    `- 终点规则：${head.recipe}；时间零点：${head.timeZero}；数据截止日：${head.cutoffOn ?? (isIdentified ? '无' : '因日期已平移，此处不列')}；每月按 ${head.monthDays} 天计。`,
    `- 中心：${head.centres.join('、')}${head.isWhole ? '，即本研究全部中心' : '。本研究另有其他中心，不在本次导出范围内'}。`,
    `- 患者：${head.patients} 例，${cohort === null ? '为上述中心的全部患者' : `符合 \`${cohort}\``}；其中包括不符合入排标准者，见 \`eligibility\` 列。`,
    isIdentified
      ? `- 含真实日期、年龄与文本；理由：${head.reason ?? ''}。任何导出均不含姓名、病案号与出生日期。`
      : '- 已去标识：每位患者的所有日期统一前移 1 至 365 天，间隔不变，星期与季节不再真实；90 岁以上记为 90；不含自由文本；有标准术语的文本，若既非标准术语、又非至少十名患者共有，亦不列出。知晓某患者任一真实日期者可推知其余日期，因此仍属个人数据。',
    '',
    '| 表 | 行数 | 列数 | |',
    '|---|---|---|---|',
    ...tables.map((table) => `| ${table.name} | ${table.rows} | ${table.columns.length} | ${table.label.zh} |`),
    '',
    '同一患者的各行 `centre` 与 `patient` 相同；`record` 为该患者在同一表中的记录序号。`missing_…` 列说明其前一列缺失的原因。`dictionary.csv` 说明每一列，`codes.csv` 以中英文说明每一代码。',
    ...(leftOut.length > 0
      ? ['', `作为自由文本未纳入：${leftOut.map(({ table, name }) => `${table}.${name}`).join('、')}。`]
      : []),
    ...(remarks.length > 0 ? ['', ...remarks.map(({ zh }) => `- ${zh}`)] : []),
    '',
  ].join('\n');
}
