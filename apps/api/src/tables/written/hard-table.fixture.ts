import { dayOf, type DescribedTable, numberedCodes, tableColumn, type TableRow } from '../described-table.ts';

const reasons = numberedCodes([
  { code: 'notDone', label: { en: 'Not done', zh: '未做' } },
  { code: 'unknown', label: { en: 'Unknown', zh: '未知' } },
]);
const label = (en: string, zh: string) => ({ en, zh });
const long = '肝'.repeat(100) + 'x'.repeat(40) + '癌'.repeat(100);
const veryLong = 'Ünïcödé '.repeat(300).trim();

/** What formats find hard: each row is one case, and every value is to come back. */
export const hardTable: DescribedTable = {
  name: 'hard_to_write',
  label: label('Hard to write', '难写的表'),
  columns: [
    tableColumn({ name: 'patient', label: label('Patient', '患者'), type: 'text', bytes: 6 }),
    tableColumn({
      name: 'stage',
      label: label('Stage', '分期'),
      type: 'code',
      codes: numberedCodes([
        { code: '0', label: label('Very early', '极早期') },
        { code: 'A', label: label('Early', '早期') },
        { code: 'long-code-of-a-study', label: label('x'.repeat(150), '长'.repeat(60)) },
      ]),
    }),
    tableColumn({
      name: 'missing_stage',
      label: label('Stage: why missing', '分期：缺失原因'),
      type: 'code',
      codes: reasons,
      reasonFor: 'stage',
    }),
    tableColumn({
      name: 'grade',
      label: label('Grade', '分级'),
      type: 'code',
      codes: numberedCodes(['0', '3', '5'].map((code) => ({ code, label: label(`Grade ${code}`, `${code} 级`) }))),
    }),
    tableColumn({ name: 'afp_ng_ml', label: label('AFP', '甲胎蛋白'), type: 'decimal', unit: 'ng/mL' }),
    tableColumn({
      name: 'missing_afp_ng_ml',
      label: label('AFP: why missing', 'AFP：缺失原因'),
      type: 'code',
      codes: reasons,
      reasonFor: 'afp_ng_ml',
    }),
    tableColumn({ name: 'extrahepatic_metastasis_found', label: label('Metastasis', '转移'), type: 'boolean' }),
    tableColumn({
      name: 'missing_extrahepatic_metastasis_found',
      label: label('Metastasis: why missing', '转移：缺失原因'),
      type: 'code',
      codes: reasons,
      reasonFor: 'extrahepatic_metastasis_found',
    }),
    tableColumn({ name: 'days', label: label('Days', '天数'), type: 'integer', unit: 'days' }),
    tableColumn({ name: 'seen_on', label: label('Seen on', '日期'), type: 'date' }),
    tableColumn({
      name: 'missing_seen_on',
      label: label('Seen on: why missing', '日期：缺失原因'),
      type: 'code',
      codes: reasons,
      reasonFor: 'seen_on',
    }),
    tableColumn({ name: 'began_on', label: label('Began', '开始'), type: 'partialDate', bytes: 10 }),
    tableColumn({ name: 'with', label: label('A reserved word', '保留字'), type: 'text', bytes: 5 }),
    tableColumn({ name: 'cause', label: label('Cause', '原因'), type: 'text', bytes: Buffer.byteLength(long) }),
    tableColumn({ name: 'note', label: label('Note', '备注'), type: 'text', bytes: Buffer.byteLength(veryLong) }),
  ],
  rows: 6,
  batches: async function* () {
    yield rows.slice(0, 4);
    yield rows.slice(4);
  },
};

const rows: TableRow[] = [
  [
    'P-0001',
    '0',
    null,
    '0',
    0.1,
    null,
    true,
    null,
    -151,
    dayOf('2024-03-05'),
    null,
    '2024-03-05',
    '=1+1',
    long,
    veryLong,
  ],
  [
    'P-0002',
    'A',
    null,
    '3',
    1_234_567_890.123_456_7,
    null,
    false,
    null,
    0,
    dayOf('1959-12-31'),
    null,
    '2024-03',
    '-3',
    'a "b", c',
    null,
  ],
  ['P-0003', null, 'notDone', '5', null, 'unknown', null, 'notDone', 100, null, 'unknown', '2024', "'q", '<&>', null],
  [
    'P-0004',
    'long-code-of-a-study',
    null,
    null,
    -1e-9,
    null,
    null,
    null,
    2_000_000,
    dayOf('1900-03-01'),
    null,
    null,
    '@x',
    'line\nbreak',
    null,
  ],
  ['P-0005', null, null, null, null, null, null, null, null, null, null, null, null, null, null],
  [
    'P-0006',
    null,
    'unknown',
    '0',
    1e15,
    null,
    true,
    null,
    -2_000_000,
    dayOf('2096-02-29'),
    null,
    '2023-12-31',
    '甲',
    '\u{1F9EA} ',
    '\ttab',
  ],
];

export const hardRows: readonly TableRow[] = rows;
