import { type Label } from '@haim/schema';

/** What the README says of each format. */
export const remarks = {
  csv: [
    {
      en: 'CSV in UTF-8 with a byte order mark, comma, CRLF. A text that a spreadsheet would run as a formula, or that begins with an apostrophe, has one apostrophe more in front: take one away to have the text. Numbers have none. `read.R`, `read.do` and `read.sps` do so, and label everything.',
      zh: 'CSV 为带 BOM 的 UTF-8，逗号分隔，CRLF 换行。电子表格会当作公式运行的文本，以及以单引号开头的文本，前面多加一个单引号：去掉一个即为原文。数值不加。`read.R`、`read.do` 与 `read.sps` 会自动去除并加上全部标签。',
    },
  ],
  xlsx: [
    {
      en: 'Texts are texts, also those that look like formulas: Excel marks these with an apostrophe in its line of input, which is not part of the text. A table of more than 1,048,575 rows continues in the next sheet.',
      zh: '文本均为文本类型，包括形似公式者：Excel 在编辑栏以单引号标示，单引号不属于原文。超过 1,048,575 行的表延续至下一工作表。',
    },
  ],
  sav: [
    {
      en: 'SPSS: codes are labelled numbers (`number` in codes.csv). Reasons for missing numbers and codes are user-missing values from -9999899 upwards in their order in codes.csv, besides the column missing_…; dates and texts have the column alone. Labels in the other language, codes and units are custom attributes.',
      zh: 'SPSS：代码为带标签的数值（见 codes.csv 的 `number`）。数值与代码的缺失原因为用户缺失值，自 -9999899 起按 codes.csv 中的顺序编号，同时保留 missing_… 列；日期与文本仅有该列。另一语言的标签、代码与单位为自定义属性。',
    },
  ],
  dta: [
    {
      en: 'Stata 14 and later: codes are labelled numbers (`number` in codes.csv). Reasons for missing values are .a, .b … in their order in codes.csv, besides the column missing_…; texts have the column alone. `label language zh` shows Chinese. Codes as stored are in the characteristic `codes` of each variable.',
      zh: 'Stata 14 及以上：代码为带标签的数值（见 codes.csv 的 `number`）。缺失原因为 .a、.b …，按 codes.csv 中的顺序，同时保留 missing_… 列；文本仅有该列。`label language zh` 显示中文标签。原代码存于各变量的特征 `codes`。',
    },
  ],
  datasetJson: [
    {
      en: 'CDISC Dataset-JSON 1.1: one object for each table. Codes are texts as stored, dates 2024-03-05, missing is null; reasons are in the column missing_….',
      zh: 'CDISC Dataset-JSON 1.1：每表一个对象。代码为原文，日期如 2024-03-05，缺失为 null；缺失原因在 missing_… 列。',
    },
  ],
  adam: [
    {
      en: 'Data sets in the shape of CDISC ADaM, each as a SAS transport file and as Dataset-JSON: ADSL, ADTTE, ADRS and ADAE. They are ADaM-like: no define.xml, no controlled terminology beyond what the names say, CTCAE terms in the place of MedDRA.',
      zh: '按 CDISC ADaM 结构的数据集，各有 SAS 传输文件与 Dataset-JSON：ADSL、ADTTE、ADRS、ADAE。仅结构类似 ADaM：无 define.xml，无额外受控术语，以 CTCAE 术语代替 MedDRA。',
    },
    {
      en: 'CNSR is 0 for an event and 1 for a censored time. AVAL are days from STARTDT to ADT without adding one. Whoever has no time of an endpoint has no row of it in ADTTE and the reason in ADSL (os_missing, pfs_missing …). Events and censoring follow the endpoint recipe named above.',
      zh: 'CNSR：0 为事件，1 为删失。AVAL 为 STARTDT 至 ADT 的天数，不加一。某终点无时间者在 ADTTE 中无该行，原因见 ADSL（os_missing、pfs_missing 等）。事件与删失依上述终点规则。',
    },
  ],
  odm: [
    {
      en: 'CDISC ODM 1.3.2, a snapshot: definitions with texts in both languages, then each patient with all records. The analysis row is the form F.analysis. An item without a value that has a reason is null (IsNull), with the reason in the item missing_…. With true dates and texts each record has an audit record: who changed it last, when and at which site; the whole trail is exported on the page Audit.',
      zh: 'CDISC ODM 1.3.2 快照：定义含中英文，其后为每位患者的全部记录。分析数据为表单 F.analysis。无值而有原因的条目为空（IsNull），原因在 missing_… 条目中。含真实日期与文本时，每条记录附审计记录：最后由何人、何时、在哪个中心更改；完整审计记录在“审计”页导出。',
    },
  ],
  prism: [
    {
      en: 'GraphPad Prism (.pzfx, Prism 5 and later): a survival table for each endpoint, days and a column for each arm, 1 for an event and 0 for a censored time. Whoever has no time or no arm has no row.',
      zh: 'GraphPad Prism（.pzfx，Prism 5 及以上）：每个终点一个生存表，含天数及各治疗组一列，1 为事件，0 为删失。无时间或无治疗组者无行。',
    },
  ],
  redcap: [
    {
      en: 'REDCap: upload redcap-dictionary.csv as data dictionary of an empty project; make the forms that have a file with `redcap_repeat_instrument` repeating instruments; then import redcap-registration.csv and the file of each form. A record is a patient, `centre-code`. Choices are numbers (codes.csv); codes as stored are in the field annotation. The analysis row is not among the forms.',
      zh: 'REDCap：在空项目中上传 redcap-dictionary.csv 作为数据字典；将含 `redcap_repeat_instrument` 的表单设为重复表单；再导入 redcap-registration.csv 与各表单文件。一条记录为一位患者（中心-编号）。选项为数值（见 codes.csv），原代码在字段注释中。分析数据不在表单之列。',
    },
    {
      en: 'As in every CSV file here, a text that a spreadsheet would run as a formula has an apostrophe in front, which REDCap takes as part of the text.',
      zh: '与其他 CSV 文件相同，电子表格会当作公式运行的文本前加单引号，REDCap 会将其视为文本的一部分。',
    },
  ],
  xpt: [
    {
      en: 'SAS transport, version 5: names have at most 8 characters (`name_in_file` in dictionary.csv) and labels 40; texts longer than 200 bytes continue in further columns. Codes are texts as stored. Reasons for missing numbers and dates are .A, .B … in their order in codes.csv, besides the column missing_…. Texts are UTF-8.',
      zh: 'SAS 传输文件第 5 版：变量名至多 8 个字符（见 dictionary.csv 的 `name_in_file`），标签至多 40 个；超过 200 字节的文本延续至后续列。代码为原文。数值与日期的缺失原因为 .A、.B …，按 codes.csv 中的顺序，同时保留 missing_… 列。文本为 UTF-8。',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Label[]>>;
