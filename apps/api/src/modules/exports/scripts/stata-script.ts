import { type DescribedTable, dtaNames, shortNames } from '../../../tables/index.ts';
import { type ExportHead } from '../asked-export.ts';

/** A do-file that reads the CSV files beside it, labels them in both languages and saves each as a data set. */
export function stataScript({ study, language }: ExportHead, tables: readonly DescribedTable[]): string {
  return [
    `* ${study.code}: reads every table of this folder, labels it and saves it as .dta. Stata 14 and later.`,
    '* Missing: .a, .b … by the reasons in the column missing_…, in the order of codes.csv.',
    'version 14',
    ...tables.flatMap((table) => tableLines(table, language)),
    '',
  ].join('\n');
}

function tableLines({ name, label, columns }: DescribedTable, language: 'en' | 'zh'): string[] {
  const other = language === 'en' ? 'zh' : 'en';
  const names = shortNames(
    columns.map((column) => column.name),
    dtaNames,
  );
  const lines = [
    '',
    `import delimited using "${name}.csv", clear varnames(nonames) rowrange(2) encoding("UTF-8") stringcols(_all) bindquote(strict) maxquotedrows(unlimited)`,
    `label data ${quoted(label[language].slice(0, 80))}`,
    // A data set begins with one language, called default.
    `label language ${language}, rename`,
  ];
  const inOther: string[] = [];
  const missing: string[] = [];
  for (const [i, column] of columns.entries()) {
    const [raw, short] = [`v${i + 1}`, names.get(column.name) ?? column.name];
    const text = `cond(substr(${raw}, 1, 1) == "'", substr(${raw}, 2, .), ${raw})`;
    switch (column.type) {
      case 'integer':
      case 'decimal':
        lines.push(`generate double ${short} = real(${raw})`);
        break;
      case 'boolean':
        lines.push(`generate byte ${short} = cond(${raw} == "true", 1, cond(${raw} == "false", 0, .))`);
        break;
      case 'date':
        lines.push(`generate long ${short} = daily(${raw}, "YMD")`, `format ${short} %tdCCYY-NN-DD`);
        break;
      case 'code':
        lines.push(`generate long ${short} = .`);
        for (const { code, number } of column.codes ?? [])
          lines.push(`replace ${short} = ${number} if ${text} == ${quoted(code)}`);
        lines.push(`assert missing(${short}) == (${raw} == "")`);
        break;
      default:
        lines.push(`generate ${short} = ${text}`);
    }
    lines.push(`label variable ${short} ${quoted(column.label[language].slice(0, 80))}`);
    inOther.push(`label variable ${short} ${quoted(column.label[other].slice(0, 80))}`);
    const values = column.type === 'boolean' ? [{ number: 0, label: { en: 'No', zh: '否' } }, { number: 1, label: { en: 'Yes', zh: '是' } }] : column.codes; // prettier-ignore
    if (values && column.type !== 'date') {
      const labels = (locale: 'en' | 'zh') =>
        `label define ${locale}${i + 1} ${values.map(({ number, label: said }) => `${number} ${quoted(said[locale])}`).join(' ')}, replace`;
      lines.push(labels(language), `label values ${short} ${language}${i + 1}`);
      inOther.push(labels(other), `label values ${short} ${other}${i + 1}`);
    }
    const of = columns.findIndex(({ name: value }) => value === column.reasonFor);
    const explained = columns[of];
    if (explained && explained.type !== 'text' && explained.type !== 'partialDate') {
      for (const [k, { code }] of (column.codes ?? []).entries()) {
        const mark = `.${String.fromCharCode(97 + k)}`;
        missing.push(
          `replace ${names.get(explained.name) ?? ''} = ${mark} if v${i + 1} == ${quoted(code)} & missing(${names.get(explained.name) ?? ''})`,
        );
      }
    }
  }
  const raws = columns.map((_, i) => `v${i + 1}`).filter((raw) => ![...names.values()].includes(raw));
  return [
    ...lines,
    ...missing,
    `drop ${raws.join(' ')}`,
    `label language ${other}, new`,
    ...inOther,
    `label language ${language}`,
    `save "${name}.dta", replace`,
  ];
}

function quoted(text: string): string {
  return `\`"${text}"'`;
}
