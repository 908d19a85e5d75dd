// What a benchmark is made of. A workload runs in a client process of its own, against a peer in another, and
// gives one value for each of its rows: what the table shows, compares and has a target for.

export type Net = typeof import('node:net');

/** What the peer process does; `none` when the workload needs no connection. */
export type PeerKind =
  /** One connection at a time, on blocking calls: after one byte sends `amount` MiB, and ends. */
  | 'source'
  /** The same: reads `amount` MiB, or to the end, then answers with the number of bytes in decimal, and ends. */
  | 'sink'
  /** The same: sends back what comes. */
  | 'echo'
  /** Any number of connections in one event loop: sends back what comes. */
  | 'echo-many'
  /** Any number of connections: holds each until the client ends it. */
  | 'hold'
  /** Connects to the client's server, as many times as asked, before the clock starts. */
  | 'connector'
  /** Speaks PostgreSQL's protocol: answers each query with `amount` rows. */
  | 'rows'
  /** A redis-server, empty. */
  | 'redis'
  | 'none';

/** What a row should reach against the baseline: a ratio of the values, or at most so much above it; or by itself. */
export type Target = { atLeast: number } | { atMost: number } | { plusAtMost: number } | { itself: number };

export interface Row {
  /** Unique in the whole table; what `--only` takes. */
  name: string;
  /** What was measured, in a few words. */
  title: string;
  unit: string;
  /** Which values are better. */
  better: 'higher' | 'lower';
  /** From the project's aims; without one the row only informs. */
  target?: Target;
  /** The project's value should be at least so many times that of another implementation, by its name. */
  lead?: { over: string; atLeast: number };
}

/** A number for the table and a small one for `--quick`. */
export interface Size {
  full: number;
  quick: number;
}

/** What is measured together. */
export interface Task {
  rows: readonly Row[];
  peer: PeerKind;
  /** The peer connects to the client, on port `Arena.listening`. */
  accepts?: boolean;
  /** How much is done; the workload says of what. */
  amount: Size;
  /** Sockets at once, where more than a few; connected, each needs an open file in both processes. */
  sockets?: Size;
}

export interface Workload extends Task {
  /** Does the work in the client process. Resolves with each row's value by name; rejects if that fails. */
  run(net: Net, arena: Arena): Promise<Record<string, number>>;
}

/** What the client process gives the workload. */
export interface Arena {
  readonly host: '127.0.0.1';
  /** The peer's port; 0 when the peer connects. */
  readonly port: number;
  readonly amount: number;
  readonly sockets: number;
  /** `performance.now()` just before the implementation was imported. */
  readonly loadBegan: number;
  /** Tells the port of the client's server, to which the peer then connects. */
  listening(port: number): void;
  /** Blocks this thread until a `connector` has opened so many connections. */
  awaitConnections(count: number): void;
}
