import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchApiDuringInference } from './api-during-inference.ts';
import { benchApi } from './api.ts';
import { benchAttention } from './attention.ts';
import { benchBackup } from './backup.ts';
import { benchDashboards } from './dashboards.ts';
import { benchDecode } from './decode.ts';
import { benchExport } from './export.ts';
import { benchGrid } from './grid.ts';
import { benchImport } from './import.ts';
import { benchInference } from './inference.ts';
import { benchQuality } from './quality.ts';
import { benchPages } from './pages.ts';
import { benchQueryList } from './queries.ts';
import { benchSentSlides } from './sent-slides.ts';
import { benchStats } from './stats.ts';
import { benchThreshold } from './threshold.ts';
import { benchTiles } from './tiles.ts';

/**
 * `npm run bench`: one table. Arguments select: `npm run bench stats api inference`. For the import, the export, the backup,
 * the rules, the threshold and the dashboards a number of patients may be named: `npm run bench -- import --patients 100000`;
 * for the API, the dashboards, the pages and the slides words of their names: `npm run bench -- api --only saving`.
 * `--keep FOLDER` keeps the patients that are drawn for the dashboards, for the next run.
 */

type Row = readonly [what: string, result: string, beside: string];

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const { positionals: chosen, values } = parseArgs({
  allowPositionals: true,
  options: {
    patients: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
  },
});
const patients = Number(values.patients);
if (!Number.isSafeInteger(patients) || patients < 1 || patients > 9_999_999) {
  console.error(`--patients ${values.patients}: a whole number from 1 to 9,999,999`);
  process.exit(1);
}

const benches: Record<string, () => Promise<Row[]>> = {
  async sent() {
    return (await benchSentSlides(values.only)).flatMap(
      ({ format, gigabytes, gigapixels, prepareSeconds, firstTileMs, firstTileCpuMs, tiles }) => {
        const size = `${format}, ${number(gigabytes)} GB, ${number(gigapixels)} gigapixels`;
        return [
          ...(prepareSeconds === null
            ? []
            : ([[`${size}: tiles put into one file`, `${number(prepareSeconds)} s`, '']] satisfies Row[])),
          [
            `${size}: opened, first tile`,
            `${number(firstTileMs)} ms`,
            `CPU ${number(firstTileCpuMs)} ms; at most 1500 ms`,
          ],
          ...tiles.map(({ atOnce, count, p50Ms, p95Ms, cpuMs }): Row => [
            `${size}: tiles never asked for before, ${atOnce} at once`,
            `p95 ${number(p95Ms)} ms`,
            `p50 ${number(p50Ms)} ms, CPU ${number(cpuMs)} ms, ${count} tiles; aim: 40 ms`,
          ]),
        ];
      },
    );
  },
  async stats() {
    return (await benchStats()).rows.map(({ name, ours, floor, r, unit }) => [
      name,
      `${number(ours)} ${unit}`,
      [floor === undefined ? '' : `floor ${number(floor)} ${unit}`, r === undefined ? '' : `R ${number(r)} ${unit}`]
        .filter(Boolean)
        .join(', '),
    ]);
  },
  async api() {
    return (await benchApi(values.only)).map(({ name, connections, portal, limit }) => [
      `${name}, ${connections} at once`,
      `${number(portal.perSecond)}/s`,
      `p50 ${number(portal.p50Ms)} ms, p95 ${number(portal.p95Ms)} ms` +
        (limit
          ? `; one statement ${number(limit.perSecond)}/s, p50 ${number(limit.p50Ms)} ms: ${(portal.perSecond / limit.perSecond).toFixed(2)} of it`
          : ''),
    ]);
  },
  async dashboards() {
    return (await benchDashboards(patients, values.only, values.keep ?? null, told)).map(
      ({ name, times, p50Ms, p95Ms, cpuMs, aimMs, kilobytes }) => [
        `${name}, ${patients.toLocaleString('en')} patients`,
        `p95 ${number(p95Ms)} ms`,
        `p50 ${number(p50Ms)} ms${aimMs === null ? '' : `; aim: ${aimMs} ms`}${Number.isNaN(cpuMs) ? '' : `; CPU ${number(cpuMs)} ms`}; ${number(kilobytes)} kB; ${times} times`,
      ],
    );
  },
  async import() {
    return (await benchImport(patients)).map(({ name, seconds, cpuSeconds, postgresCpuSeconds, peakMb }) => [
      `importing ${patients.toLocaleString('en')} patients: ${name}`,
      `${number(seconds)} s`,
      `CPU ${number(cpuSeconds)} s in Node, ${number(postgresCpuSeconds)} s in PostgreSQL; at most ${number(peakMb)} MB`,
    ]);
  },
  async export() {
    return (await benchExport(patients, values.only)).map(
      ({ format, rows, seconds, cpuSeconds, peakMb, megabytes }) => [
        `exporting ${patients.toLocaleString('en')} patients with 13 forms as ${format}`,
        `${number(seconds)} s`,
        `${rows.toLocaleString('en')} rows, ${number(megabytes)} MB; CPU ${number(cpuSeconds)} s in Node; at most ${number(peakMb)} MB of memory`,
      ],
    );
  },
  async backup() {
    return (await benchBackup(patients)).map(({ name, rows: all, seconds, cpuSeconds, peakMb, megabytes }) => [
      `a backup of ${patients.toLocaleString('en')} patients with 13 forms: ${name}`,
      `${number(seconds)} s`,
      `${all.toLocaleString('en')} rows, ${number(megabytes)} MB; CPU ${number(cpuSeconds)} s in Node; at most ${number(peakMb)} MB of memory`,
    ]);
  },
  async quality() {
    return (await benchQuality(patients)).map(({ name, seconds, cpuSeconds, postgresCpuSeconds, findings, peakMb }) => [
      `the rules over ${patients.toLocaleString('en')} patients: ${name}`,
      `${number(seconds)} s`,
      `${findings.toLocaleString('en')} findings; CPU ${number(cpuSeconds)} s in Node, ${number(postgresCpuSeconds)} s in PostgreSQL; at most ${number(peakMb)} MB`,
    ]);
  },
  async queries() {
    return (await benchQueryList(50_000)).map(({ name, nodeMs, postgresMs, p50Ms, p95Ms }) => [
      `a page of 50,000 queries: ${name}`,
      `p95 ${number(p95Ms)} ms`,
      `p50 ${number(p50Ms)} ms; CPU ${number(nodeMs)} ms in Node, ${number(postgresMs)} ms in PostgreSQL`,
    ]);
  },
  async grid() {
    return (await benchGrid(5_000)).map(({ name, nodeMs, postgresMs, p50Ms, p95Ms }) => [
      `the states of all forms of ${name}; aim: 300 ms`,
      `p95 ${number(p95Ms)} ms`,
      `p50 ${number(p50Ms)} ms; CPU ${number(nodeMs)} ms in Node, ${number(postgresMs)} ms in PostgreSQL`,
    ]);
  },
  async pages() {
    return (await benchPages(values.only, toldPage)).map(({ name, lcpMs, inpMs, scriptKb }) => [
      `the page ${name} in Chromium: largest contentful paint; aim: 1500 ms`,
      `${number(lcpMs)} ms`,
      `an interaction at most ${number(inpMs)} ms, aim: 200 ms; ${number(scriptKb)} KB of script in all`,
    ]);
  },
  async threshold() {
    return (await benchThreshold(patients)).map(({ name, p50Ms, worstMs, cpuMs, longTasks, longestTaskMs }) => [
      `the threshold of an evaluation moved in Chromium: ${name}; aim: 100 ms`,
      `at most ${number(worstMs)} ms`,
      `p50 ${number(p50Ms)} ms, CPU ${number(cpuMs)} ms; ${longTasks} tasks above 50 ms, at most ${number(longestTaskMs)} ms`,
    ]);
  },
  async tiles() {
    return (await benchTiles()).map(({ name, connections, requests, perSecond, p50Ms, p95Ms }) => [
      `${name}, ${connections} at once`,
      `p95 ${number(p95Ms)} ms`,
      `p50 ${number(p50Ms)} ms, ${number(perSecond)}/s, ${requests} requests`,
    ]);
  },
  async decode() {
    return (await benchDecode()).map(({ reader, processes, patchesPerSecond }) => [
      `patches read through ${reader}, ${processes} decoder ${processes === 1 ? 'process' : 'processes'}`,
      `${number(patchesPerSecond)}/s`,
      '512 x 512, judged',
    ]);
  },
  async inference() {
    const { providers, networkAlone, manyPatches, fullNetworks, threads } = await benchInference();
    const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
    return [
      ...providers.flatMap((ran): Row[] =>
        ran.refusal === null
          ? [
              [
                `a slide of ${ran.patches} patches from file to score (${ran.provider}, ${threads} threads)`,
                `${number(ran.totalSeconds)} s`,
                `${number(ran.patchesPerSecond)} patches/s, ${percent(ran.sessionShare)} of it in the networks, ${percent(ran.starvedShare)} waiting for pixels`,
              ],
              [`the same slide again on ${ran.provider}, features kept`, `${number(ran.reusedSeconds)} s`, ''],
            ]
          : [[`a slide on ${ran.provider}`, 'not run', ran.refusal]],
      ),
      [
        `ResNet-50 alone, one patch at a time (cpu, ${threads} threads)`,
        `${number(networkAlone.ours)}/s`,
        networkAlone.torch === null
          ? 'torch is not installed'
          : `torchvision's, frozen, in turns with it ${number(networkAlone.torch)}/s`,
      ],
      ...(
        [
          ['without the feature network', manyPatches],
          ['both networks of full size', fullNetworks],
        ] as const
      ).map(([what, { patches, peakMb, seconds }]): Row => [
        `memory of a worker, ${patches} patches, ${what}`,
        `${number(peakMb)} MB`,
        `${number(seconds)} s; aim: at most 1000 MB`,
      ]),
    ];
  },
  async attention() {
    return (await benchAttention()).map(
      ({ slides, rows, hidden, epochs, seconds, cpuSeconds, peakMb, aimSeconds }): Row => [
        `an attention head of ${hidden} units on ${slides} bags of ${rows} x 2048, ${epochs} epochs`,
        `${number(seconds)} s`,
        `${aimSeconds === null ? '' : `aim: ${aimSeconds} s; `}${number(cpuSeconds)} s of CPU; ${number(peakMb)} MB, aim: at most 1000 MB`,
      ],
    );
  },
  async 'event-loop'() {
    if (process.platform !== 'linux') return [["the API's event loop", 'not measured', 'on Linux only']];
    const { longestMs, p99Ms, runs, seconds } = await benchApiDuringInference();
    return [
      [
        `the API's event loop while ${runs} slides are scored and curves asked for`,
        `${number(longestMs)} ms at most`,
        `99 % below ${number(p99Ms)} ms, ${number(seconds)} s; aim: at most 50 ms`,
      ],
    ];
  },
};

/** A run of many minutes that fails has told what it measured before. */
const told = ({ name, p95Ms, cpuMs }: { name: string; p95Ms: number; cpuMs: number }): void =>
  console.log(`  ${name}: p95 ${number(p95Ms)} ms, CPU ${number(cpuMs)} ms`);
const toldPage = ({ name, lcpMs, inpMs }: { name: string; lcpMs: number; inpMs: number }): void =>
  console.log(`  ${name}: ${number(lcpMs)} ms, an interaction ${number(inpMs)} ms`);

const unknown = chosen.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}": say ${Object.keys(benches).join(', ')}, or nothing for all.`);
  process.exit(1);
}

const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`measuring: ${name}`);
  rows.push(...(await bench()));
}
const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
console.log(
  `\n${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} threads, Node ${process.version}\n`,
);
for (const [what, result, beside] of rows) {
  console.log(`${what.padEnd(widths[0] ?? 0)}  ${result.padStart(widths[1] ?? 0)}  ${beside}`);
}
