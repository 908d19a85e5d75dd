// Turns the runs into the report: medians and facts as data (what --json prints), and that data as text.
import { cpus } from 'node:os';
import type { ImplementationName } from './implementations.ts';
import type { Phase, Trace } from './meter.ts';
import type { Run } from './run.ts';

/** Phases whose length is not ours: one waits on purpose, the other is over at once. */
const NOT_IN_TOTAL = ['idle', 'refused'];

export interface Result {
  name: ImplementationName;
  /** Bytes are those of the last round; times are medians over the rounds. */
  phases: Phase[];
  /** Medians over the rounds, of the phases that talk to Postgres. */
  totalMs: number;
  cpuMs: number;
  /** The totals of the fastest and of the slowest round: a difference inside this span says nothing. */
  spreadMs: [number, number];
  rows: number;
  checksum: string;
  idle: Run['idle'];
  refused: Run['refused'];
  sockets: Trace[];
}

export interface Report {
  measurement: string;
  postgres: string;
  rows: number;
  rounds: number;
  results: Result[];
  /** Whether every round, on every implementation, wrote and read as many bytes in each phase. */
  sameBytes: boolean;
}

export function reportOf(runs: Map<ImplementationName, Run[]>, postgres: string): Report {
  const results = [...runs].map(([name, own]) => resultOf(name, own));
  const all = [...runs.values()].flat();
  return {
    measurement: `one measurement on this machine: Node ${process.version}, ${process.platform} ${machine()}`,
    postgres,
    rows: results[0].rows,
    rounds: all.length / results.length,
    results,
    sameBytes: new Set(all.map(bytesOf)).size === 1,
  };
}

function resultOf(name: ImplementationName, runs: Run[]): Result {
  const last = runs[runs.length - 1];
  const phases = last.phases.map((phase, i) => ({
    ...phase,
    ms: median(runs.map(run => run.phases[i].ms)),
    cpuMs: median(runs.map(run => run.phases[i].cpuMs)),
  }));
  const totals = (key: 'ms' | 'cpuMs') => runs.map(run => sum(counted(run.phases).map(p => p[key])));
  const { rows, checksum, idle, refused, sockets } = last;
  return {
    name,
    phases,
    totalMs: median(totals('ms')),
    spreadMs: [Math.min(...totals('ms')), Math.max(...totals('ms'))],
    cpuMs: median(totals('cpuMs')),
    rows,
    checksum,
    idle,
    refused,
    sockets,
  };
}

/** The report for people: at most 40 lines. */
export function textOf(report: Report): string {
  const { results } = report;
  const times = report.rounds === 1 ? 'times of one round' : `times are medians of ${report.rounds} rounds`;
  return [
    `pg over ${results.map(r => r.name).join(' and over ')}, to Postgres ${report.postgres} (PGlite) on loopback`,
    `${whole(report.rows)} rows; ${times}`,
    '',
    ...phaseTable(report),
    '',
    ...facts(report),
    '',
    ...stateTable(results),
    '',
    `This is ${report.measurement}.`,
  ].join('\n');
}

function phaseTable({ results }: Report): string[] {
  const [{ phases }] = results;
  const times = (values: number[]) => [...values.map(milliseconds), ratio(values)];
  const line = (phase: Phase) => [
    phase.name,
    phase.what,
    whole(phase.bytesWritten),
    whole(phase.bytesRead),
    ...times(results.map(r => r.phases[phases.indexOf(phase)].ms)),
  ];
  const own = counted(phases);
  const bytes = [sum(own.map(p => p.bytesWritten)), sum(own.map(p => p.bytesRead))].map(whole);
  const table = [
    ['phase', 'what it does', 'written', 'read', ...results.map(r => r.name), results[1] ? 'ratio' : ''],
    ...own.map(line),
    ['total', 'wall clock', ...bytes, ...times(results.map(r => r.totalMs))],
    ['', 'processor, client alone', '', '', ...times(results.map(r => r.cpuMs))],
    ...phases.filter(phase => !own.includes(phase)).map(line),
  ];
  return align(table, [2, 3, 4, 5, 6]);
}

function facts({ results, rounds, sameBytes }: Report): string[] {
  const each = (tell: (result: Result) => string) => {
    const told = results.map(tell);
    return new Set(told).size === 1 ? told[0] : results.map((r, i) => `${told[i]} (${r.name})`).join(', ');
  };
  const spread = (r: Result) => `${r.name} ${r.spreadMs.map(milliseconds).join(' to ')}`;
  return align([
    ...(rounds > 1 ? [['rounds', `fastest to slowest total: ${results.map(spread).join(', ')}`]] : []),
    ['rows', `${each(r => whole(r.rows))} came back, checksum ${each(r => r.checksum)} as inserted`],
    [
      'bytes',
      sameBytes
        ? 'as many in every round and on every net'
        : 'NOT as many in every round or on every net: see --json',
    ],
    [
      'timeout',
      `asked after ${results[0].idle.askedMs} ms, fired at ${each(r => milliseconds(r.idle.firedMs))}`,
    ],
    ['refused', results.map(r => r.refused.message).join('; ')],
  ]);
}

/** One line for all sockets of a kind that went the same way. */
function stateTable(results: Result[]): string[] {
  const lines = results.flatMap(({ name, sockets }) => {
    const ways = new Map<string, string[]>();
    for (const { socket, states } of sockets) {
      const way = `${socket.split(' ')[0]}: ${states.join(' > ')}`;
      ways.set(way, [...(ways.get(way) ?? []), socket]);
    }
    return [...ways].map(([way, [first, ...more]]) => {
      const who = [first, ...more.map(socket => socket.split(' ')[1])].join(', ');
      return [who, name, way.slice(way.indexOf(': ') + 2)];
    });
  });
  const order = (line: string[]) => results[0].sockets.findIndex(s => s.socket === line[0].split(',')[0]);
  return align([['socket', 'net', 'states it went through'], ...lines.sort((a, b) => order(a) - order(b))]);
}

/** Pads cells to columns two spaces apart; those in `right` are pushed to the right. */
function align(table: string[][], right: number[] = []): string[] {
  const widths = table[0].map((_, i) => Math.max(...table.map(row => row[i].length)));
  return table.map(row =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

function counted(phases: Phase[]): Phase[] {
  return phases.filter(phase => !NOT_IN_TOTAL.includes(phase.name));
}

function bytesOf(run: Run): string {
  return run.phases.map(phase => `${phase.bytesWritten}/${phase.bytesRead}`).join(' ');
}

function median(values: number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio([ours, theirs]: number[]): string {
  return theirs ? `${(ours / theirs).toFixed(2)}x` : '';
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

function whole(n: number): string {
  return n.toLocaleString('en');
}

function machine(): string {
  const all = cpus();
  return `${process.arch}, ${all.length} x ${all[0]?.model.trim() || 'unknown processor'}`;
}
