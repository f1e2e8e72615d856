import { type ExportFormat, type Form } from '@haim/schema';
import {
  csvOfTable,
  datasetJsonOf,
  type DescribedTable,
  dtaNames,
  dtaOfTable,
  savNames,
  savOfTable,
  shortNames,
  type TextSheet,
  xlsxOf,
  xptNames,
  xptOfTable,
} from '../../tables/index.ts';
import { type ExportHead } from './asked-export.ts';
import { adamKeys, adamOf } from './adam/index.ts';
import { codeLines, csvOfLines, dictionaryLines, type NamesInFile } from './dictionary.ts';
import { type ExportTables } from './export-tables.ts';
import { type FileWriter } from './file-writer.ts';
import { odmOf } from './odm/odm.ts';
import { type ReadmeParts, readmeOf } from './readme.ts';
import { prismOf } from './prism.ts';
import { redcapOf } from './redcap/redcap.ts';
import { remarks } from './remarks.ts';
import { rScript } from './scripts/r-script.ts';
import { spssScript } from './scripts/spss-script.ts';
import { stataScript } from './scripts/stata-script.ts';
import { type LeftOutColumn } from './source-table.ts';

export interface FormatOrder {
  readonly head: ExportHead;
  readonly tables: readonly DescribedTable[];
  readonly leftOut: readonly LeftOutColumn[];
  readonly forms: readonly Form[];
  /** Everybody, in the order of their codes. */
  readonly patientIds: () => Promise<readonly string[]>;
  readonly users: () => Promise<readonly string[]>;
  readonly ofPatients: ExportTables['ofPatients'];
  readonly files: FileWriter;
  readonly onStep: (step: { readonly done: number; readonly of: number; readonly name: string }) => void;
}

/** What a format adds to dictionary, codes and README. */
interface Written {
  /** Instead of those that were asked for. */
  readonly tables?: readonly DescribedTable[];
  readonly names?: NamesInFile;
  readonly remarks: ReadmeParts['remarks'];
}

/** Writes the tables in the format that is asked for, then what describes them. */
export async function writeFormat(order: FormatOrder): Promise<void> {
  const { head, leftOut, files } = order;
  const { tables = order.tables, names, remarks: said } = await writers[head.format](order);
  await files.write('dictionary.csv', csvOfLines(dictionaryLines(tables, names)));
  await files.write('codes.csv', csvOfLines(codeLines(tables)));
  await files.write('README.md', readmeOf({ head, tables, leftOut, files: [...files.written], remarks: said }));
}

/** Gives each table in turn to a writer of single tables. */
async function eachTable(
  { tables, onStep }: FormatOrder,
  write: (table: DescribedTable) => Promise<void>,
): Promise<void> {
  for (const [done, table] of tables.entries()) {
    onStep({ done, of: tables.length, name: table.name });
    await write(table);
  }
}

async function csv(order: FormatOrder): Promise<Written> {
  const { head, tables, files } = order;
  await eachTable(order, (table) => files.write(`${table.name}.csv`, csvOfTable(table)));
  await files.write('read.R', rScript(head));
  await files.write('read.do', stataScript(head, tables));
  await files.write('read.sps', spssScript(head, tables));
  return { remarks: remarks.csv };
}

async function xlsx({ head, tables, leftOut, files, onStep }: FormatOrder): Promise<Written> {
  const about = readmeOf({ head, tables, leftOut, files: [], remarks: remarks.xlsx });
  const texts: TextSheet[] = [
    { name: 'about', rows: about.split('\n').map((line) => [line]) },
    { name: 'dictionary', rows: dictionaryLines(tables) },
    { name: 'codes', rows: codeLines(tables) },
  ];
  const steps = (table: DescribedTable, done: number) => onStep({ done, of: tables.length, name: table.name });
  await files.write(`${head.study.code}.xlsx`, xlsxOf(texts, tables, steps));
  return { remarks: remarks.xlsx };
}

async function sav(order: FormatOrder): Promise<Written> {
  const { head, files } = order;
  await eachTable(order, (table) => files.write(`${table.name}.sav`, savOfTable(table, head.language)));
  return { names: namesBy(savNames), remarks: remarks.sav };
}

async function dta(order: FormatOrder): Promise<Written> {
  const { head, files } = order;
  await eachTable(order, (table) => files.write(`${table.name}.dta`, dtaOfTable(table, head.language, head.madeAt)));
  return { names: namesBy(dtaNames), remarks: remarks.dta };
}

async function xpt(order: FormatOrder): Promise<Written> {
  const { head, files } = order;
  await eachTable(order, (table) => files.write(`${table.name}.xpt`, xptOfTable(table, head.madeAt)));
  return { names: namesBy(xptNames), remarks: remarks.xpt };
}

function namesBy(rule: Parameters<typeof shortNames>[1]): NamesInFile {
  const ofTable = new Map<string, Map<string, string>>();
  return {
    column: ({ name, columns }, column) => {
      let names = ofTable.get(name);
      if (!names) {
        names = shortNames(
          columns.map((one) => one.name),
          rule,
        );
        ofTable.set(name, names);
      }
      return names.get(column) ?? column;
    },
  };
}

async function datasetJson(order: FormatOrder): Promise<Written> {
  const { files } = order;
  await eachTable(order, (table) =>
    files.write(`${table.name}.json`, datasetJsonOf(table, originOf(order, keysOf(table)))),
  );
  return { remarks: remarks.datasetJson };
}

function keysOf({ columns }: DescribedTable): readonly string[] {
  return ['centre', 'patient', 'record'].filter((name) => columns.some((column) => column.name === name));
}

function originOf({ head }: FormatOrder, keys: readonly string[]) {
  const { study, dataVersion, recipe, madeAt } = head;
  return { study: study.code, metaDataVersion: `data ${dataVersion}, recipe ${recipe}`, madeAt, keys };
}

/** Data sets of ADaM instead of the tables of the portal, which they are made of. */
async function adam(order: FormatOrder): Promise<Written> {
  const { head, files } = order;
  const tables = await adamOf(order.tables, { study: head.study.code, zero: head.zeroColumn });
  await eachTable({ ...order, tables }, async (table) => {
    const name = table.name.toLowerCase();
    await files.write(`${name}.xpt`, xptOfTable(table, head.madeAt));
    await files.write(`${name}.json`, datasetJsonOf(table, originOf(order, adamKeys[table.name] ?? [])));
  });
  return { tables, names: namesBy(xptNames), remarks: remarks.adam };
}

async function odm({ head, tables, files, onStep, patientIds, users, ofPatients }: FormatOrder): Promise<Written> {
  const patients = await patientIds();
  const steps = (done: number) => onStep({ done, of: Math.max(1, patients.length), name: 'odm' });
  const source = { head, tables, patients, ofPatients, users: head.isIdentified ? await users() : [] };
  await files.write(`${head.study.code}.odm.xml`, odmOf(source, steps));
  return { remarks: remarks.odm };
}

async function prism({ head, tables, files, onStep }: FormatOrder): Promise<Written> {
  const analysis = tables.find(({ name }) => name === 'analysis');
  if (!analysis) throw new Error('an export has an analysis row');
  onStep({ done: 0, of: 1, name: analysis.name });
  await files.write(`${head.study.code}-survival.pzfx`, await prismOf(analysis, head));
  return { tables: [analysis], remarks: remarks.prism };
}

/** A dictionary to be uploaded, and a file of data for each form to be imported after it. */
async function redcap(order: FormatOrder): Promise<Written> {
  const { head, files } = order;
  const { dictionary, data, names } = redcapOf(order.tables, head.language);
  await files.write('redcap-dictionary.csv', csvOfLines(dictionary));
  await eachTable({ ...order, tables: data }, (table) => files.write(`redcap-${table.name}.csv`, csvOfTable(table)));
  const column: NamesInFile['column'] = ({ name }, of) => names.get(name)?.get(of) ?? of;
  const tables = order.tables.filter(({ name }) => names.has(name));
  return { tables, names: { column }, remarks: remarks.redcap };
}

const writers: Readonly<Record<ExportFormat, (order: FormatOrder) => Promise<Written>>> = {
  ...{ csv, xlsx, sav, dta, xpt, adam, odm, redcap, prism },
  'dataset-json': datasetJson,
};
