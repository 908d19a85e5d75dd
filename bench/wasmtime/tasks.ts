// What is measured in Wasmtime, in the order of the table.

import type { Row, Size, Task } from '../row.ts';

export type ProgramName = 'hello' | 'sockets' | 'pg' | 'ioredis';

export interface GuestTask extends Task {
  /** Which program is run. */
  program: ProgramName;
  /** What is measured: what the program says of its work, the time until it says anything, or its size. */
  measures: 'work' | 'start' | 'size';
}

const JCO = 'jco-std';
const NO_AMOUNT: Size = { full: 1, quick: 1 };

export const TASKS: readonly GuestTask[] = [
  work({
    row: { name: 'receive', title: 'bulk receive', unit: 'MB/s', lead: { over: JCO, atLeast: 1.2 } },
    peer: 'source',
    amount: { full: 1024, quick: 2 },
  }),
  work({
    row: {
      name: 'send-64k',
      title: 'bulk send, 64 KiB writes',
      unit: 'MB/s',
      lead: { over: JCO, atLeast: 2 },
    },
    peer: 'sink',
    amount: { full: 1024, quick: 2 },
  }),
  work({
    row: { name: 'writes-4k', title: '4 KiB writes', unit: 'MB/s', lead: { over: JCO, atLeast: 1.5 } },
    peer: 'sink',
    amount: { full: 512, quick: 2 },
  }),
  pingPong({ name: 'ping-pong-64', title: 'ping-pong, 64 B' }),
  pingPong({ name: 'ping-pong-1k', title: 'ping-pong, 1 KiB' }),
  manySockets({ name: 'sockets-1000', title: '1,000 sockets, a round trip each', target: { atMost: 3 } }),
  manySockets({ name: 'sockets-promises', title: '1,000 sockets, by promises' }),
  work({
    row: { name: 'pg-10000', title: 'pg reads 10,000 rows', unit: 'ms', target: { atMost: 3 } },
    program: 'pg',
    peer: 'rows',
    amount: { full: 10_000, quick: 50 },
  }),
  work({
    row: { name: 'ioredis-1000', title: 'ioredis, 1,000 commands', unit: 'ms', target: { atMost: 3 } },
    program: 'ioredis',
    peer: 'redis',
    amount: { full: 1000, quick: 50 },
  }),
  start('hello', { name: 'start-hello', title: 'start, precompiled' }),
  start('sockets', { name: 'start-net', title: 'start, precompiled, with net' }),
  size('hello', { name: 'size-hello', title: 'component' }),
  size('sockets', { name: 'size-net', title: 'component with net' }),
  size('pg', { name: 'size-pg', title: 'component with pg', target: { itself: 5 } }),
];

/** Larger is better in what is a rate, smaller in all else. */
type Plain = Omit<Row, 'better'>;

function work({
  row,
  ...task
}: { row: Plain; program?: ProgramName } & Omit<GuestTask, 'rows' | 'program' | 'measures'>): GuestTask {
  const better = row.unit.endsWith('/s') ? 'higher' : 'lower';
  return { program: 'sockets', ...task, rows: [{ ...row, better }], measures: 'work' };
}

function pingPong(row: Omit<Plain, 'unit'>): GuestTask {
  return work({
    row: { ...row, unit: '/s', lead: { over: JCO, atLeast: 1.2 } },
    peer: 'echo',
    amount: { full: 5000, quick: 50 },
  });
}

function manySockets(row: Omit<Plain, 'unit'>): GuestTask {
  return work({
    row: { ...row, unit: 'ms' },
    peer: 'echo-many',
    amount: NO_AMOUNT,
    sockets: { full: 1000, quick: 20 },
  });
}

/** The median of `amount` starts, from before the process is made to the first byte that it writes. */
function start(program: ProgramName, row: Omit<Plain, 'unit'>): GuestTask {
  return {
    rows: [{ target: { itself: 25 }, ...row, unit: 'ms', better: 'lower' }],
    program,
    measures: 'start',
    peer: 'none',
    amount: { full: 11, quick: 1 },
  };
}

function size(program: ProgramName, row: Omit<Plain, 'unit'>): GuestTask {
  return {
    rows: [{ ...row, unit: 'MB', better: 'lower' }],
    program,
    measures: 'size',
    peer: 'none',
    amount: NO_AMOUNT,
  };
}
