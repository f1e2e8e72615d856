import { type DescribedTable, savNames, shortNames } from '../../../tables/index.ts';
import { type ExportHead } from '../asked-export.ts';

/**
 * Syntax of SPSS that reads the CSV files beside it, labels them and saves each, in Unicode mode, which is the usual one.
 * PSPP runs it too, which knows SUBSTR and no CHAR.SUBSTR: of an apostrophe, which is one byte, both mean the same.
 */
export function spssScript({ study, language }: ExportHead, tables: readonly DescribedTable[]): string {
  return [
    `* ${study.code}: reads every table of this folder, labels it and saves it as .sav.`,
    ...tables.flatMap((table) => tableLines(table, language)),
    '',
  ].join('\n');
}

function tableLines({ name, columns }: DescribedTable, language: 'en' | 'zh'): string[] {
  const names = shortNames(
    columns.map((column) => column.name),
    savNames,
  );
  const named = columns.map((column, i) => ({
    column,
    short: names.get(column.name) ?? column.name,
    raw: `r_${i + 1}`,
  }));
  const computed: string[] = [];
  const labels: string[] = [];
  const variables = named.map(({ column, short, raw }): string => {
    const { type } = column;
    labels.push(`VARIABLE LABELS ${short} ${quoted(column.label[language])}.`);
    switch (type) {
      case 'integer':
      case 'decimal':
        return `${short} F16.${type === 'decimal' ? 4 : 0}`;
      case 'date':
        return `${short} SDATE10`;
      case 'boolean':
        computed.push(`RECODE ${raw} ('true'=1) ('false'=0) INTO ${short}.`);
        labels.push(
          `VALUE LABELS ${short} 0 ${language === 'en' ? "'No'" : "'否'"} 1 ${language === 'en' ? "'Yes'" : "'是'"}.`,
        );
        return `${raw} A5`;
      case 'code': {
        const codes = column.codes ?? [];
        const bytes = Math.max(1, ...codes.map(({ code }) => Buffer.byteLength(code)));
        if (codes.length > 0) {
          computed.push(
            `RECODE ${raw} ${codes.map(({ code, number }) => `(${quoted(code)}=${number})`).join(' ')} INTO ${short}.`,
          );
          labels.push(
            `VALUE LABELS ${short} ${codes.map(({ number, label }) => `${number} ${quoted(label[language])}`).join(' ')}.`,
          );
        }
        return `${raw} A${bytes}`;
      }
      default: {
        const bytes = Math.max(1, column.bytes);
        computed.push(
          `STRING ${short} (A${bytes}).`,
          `COMPUTE ${short} = ${raw}.`,
          `IF (SUBSTR(${raw}, 1, 1) = "'") ${short} = SUBSTR(${raw}, 2).`,
        );
        return `${raw} A${bytes + 1}`;
      }
    }
  });
  return [
    '',
    `GET DATA /TYPE=TXT /FILE='${name}.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED /DELIMITERS="," /QUALIFIER='"' /FIRSTCASE=2 /VARIABLES=`,
    ...variables.map((variable) => `  ${variable}`),
    '  .',
    ...computed,
    'EXECUTE.',
    ...labels,
    `SAVE OUTFILE='${name}.sav' /KEEP=${named.map(({ short }) => short).join(' ')}.`,
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
