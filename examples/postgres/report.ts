// Turns the runs into the report: medians and facts as data (what --json prints), and that data as text.
import { cpus } from 'node:os';
import type { ImplementationName } from './implementations.ts';
import type { Phase, Trace } from './meter.ts';
import type { Run } from './run.ts';

/** Phases whose length is not ours: one waits on purpose, the other is over at once. */
const NOT_IN_TOTAL = ['idle', 'refused'];

/** Where a program ran: on a net of this process, or on wasi-net inside Wasmtime. */
export type Place = ImplementationName | 'Wasmtime';

export interface Result {
  name: Place;
  /** Bytes are those of the last round; times are medians over the rounds. */
  phases: Phase[];
  /** Medians over the rounds, of the phases that talk to Postgres. */
  totalMs: number;
  cpuMs: number | null;
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
  rounds: number;
  results: Result[];
  /** Whether every round, on every implementation, wrote and read as many bytes in each phase. */
  sameBytes: boolean;
}

/** What runs in this process have come to. `rounds` is how many there were of each. */
export function reportOf(runs: Map<ImplementationName, Run[]>, postgres: string, rounds: number): Report {
  const all = [...runs.values()].flat();
  return {
    measurement: `one measurement on this machine: Node ${process.version}, ${process.platform} ${machine()}`,
    postgres,
    rounds,
    results: [...runs].map(([name, own]) => resultOf(name, own)),
    sameBytes: new Set(all.map(bytesOf)).size <= 1,
  };
}

/** The report with what the same program has reported from elsewhere. */
export function withOther(report: Report, name: Place, other: Report): Report {
  const results = [...report.results, ...other.results.map(result => ({ ...result, name }))];
  const sameBytes = report.sameBytes && other.sameBytes && new Set(results.map(bytesOf)).size === 1;
  return { ...report, results, sameBytes };
}

function resultOf(name: ImplementationName, runs: Run[]): Result {
  const last = runs[runs.length - 1];
  const phases = last.phases.map((phase, i) => ({
    ...phase,
    ms: median(runs.map(run => run.phases[i].ms)),
    cpuMs: knownMedian(runs.map(run => run.phases[i].cpuMs)),
  }));
  const totals = runs.map(run => sum(counted(run.phases).map(phase => phase.ms)));
  const { rows, checksum, idle, refused, sockets } = last;
  return {
    name,
    phases,
    totalMs: median(totals),
    spreadMs: [Math.min(...totals), Math.max(...totals)],
    cpuMs: knownMedian(
      runs.map(run => counted(run.phases).reduce<number | null>((all, { cpuMs }) => plus(all, cpuMs), 0)),
    ),
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
  const places = results.map(({ name }) => (name === 'Wasmtime' ? 'wasi-net in Wasmtime' : name));
  return [
    `pg over ${places.join(', over ')}, to Postgres ${report.postgres} (PGlite) on loopback`,
    `${whole(results[0].rows)} rows; ${times}`,
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

/** node:net first, where it is there; each other one is followed by how many times as long it takes. */
function phaseTable({ results }: Report): string[] {
  const base = results.find(({ name }) => name === 'node:net');
  const order = base ? [base, ...results.filter(result => result !== base)] : results;
  const [{ phases }] = order;
  const cells = (value: (result: Result) => number | null) =>
    order.flatMap(result => {
      const shown = milliseconds(value(result));
      return base && result !== base ? [shown, ratio(value(result), value(base))] : [shown];
    });
  const line = (phase: Phase) => [
    phase.name,
    phase.what,
    whole(phase.bytesWritten),
    whole(phase.bytesRead),
    ...cells(result => result.phases[phases.indexOf(phase)].ms),
  ];
  const own = counted(phases);
  const bytes = [sum(own.map(p => p.bytesWritten)), sum(own.map(p => p.bytesRead))].map(whole);
  const names = order.flatMap(result => (base && result !== base ? [result.name, 'ratio'] : [result.name]));
  const table = [
    ['phase', 'what it does', 'written', 'read', ...names],
    ...own.map(line),
    ['total', 'wall clock', ...bytes, ...cells(result => result.totalMs)],
    ['', 'processor, client alone', '', '', ...cells(result => result.cpuMs)],
    ...phases.filter(phase => !own.includes(phase)).map(line),
  ];
  return align(
    table,
    table[0].map((_, i) => i).filter(i => i > 1),
  );
}

function facts({ results, rounds, sameBytes }: Report): string[] {
  const each = (tell: (result: Result) => string) => {
    const told = results.map(tell);
    return new Set(told).size === 1 ? told[0] : results.map((r, i) => `${told[i]} (${r.name})`).join(', ');
  };
  const spread = (r: Result) => `${r.name} ${r.spreadMs.map(ms => milliseconds(ms)).join(' to ')}`;
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

/** One line for all sockets of a kind that went the same way, wherever they did. */
function stateTable(results: Result[]): string[] {
  const lines = new Map<string, { sockets: string[]; places: Place[] }>();
  for (const { name, sockets } of results) {
    const ways = new Map<string, string[]>();
    for (const { socket, states } of sockets) {
      const way = `${socket.split(' ')[0]}: ${states.join(' > ')}`;
      ways.set(way, [...(ways.get(way) ?? []), socket]);
    }
    for (const [way, own] of ways) {
      const key = `${way} ${own}`;
      lines.set(key, { sockets: own, places: [...(lines.get(key)?.places ?? []), name] });
    }
  }
  const table = [...lines].map(
    ([
      key,
      {
        sockets: [first, ...more],
        places,
      },
    ]) => {
      const who = [first, ...more.map(socket => socket.split(' ')[1])].join(', ');
      return [who, places.join(', '), key.slice(key.indexOf(': ') + 2, key.lastIndexOf(first) - 1)];
    },
  );
  const order = ([who]: string[]) => results[0].sockets.findIndex(s => s.socket === who.split(',')[0]);
  return align([['socket', 'net', 'states it went through'], ...table.sort((a, b) => order(a) - order(b))]);
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

function bytesOf(run: Pick<Run, 'phases'>): string {
  return run.phases.map(phase => `${phase.bytesWritten}/${phase.bytesRead}`).join(' ');
}

function median(values: number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Null where one is not known. */
function knownMedian(values: (number | null)[]): number | null {
  return values.includes(null) ? null : median(values as number[]);
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(ms: number | null, base: number | null): string {
  return ms === null || !base ? '' : `${(ms / base).toFixed(2)}x`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? '' : `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

/** In groups of three digits; a guest has no words of any language. */
function whole(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function machine(): string {
  const all = cpus();
  return `${process.arch}, ${all.length} x ${all[0]?.model.trim() || 'unknown processor'}`;
}
