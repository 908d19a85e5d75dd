// What can be chosen about a simulated network, and what holds when nothing is. Times are milliseconds of
// virtual time, sizes are bytes, probabilities lie between 0 and 1.

/** What happens to connections to one address: see `Simulation.rule`. */
export interface Rule {
  /** `blackhole` never answers, `unreachable` is answered by a router. Default: what is there answers. */
  answer?: 'refuse' | 'blackhole' | 'unreachable';
  /** Added to the time that the answer takes. */
  delay?: number;
  /** The connection is reset when more than this many bytes have arrived, both directions together. */
  resetAfter?: number;
}

/** Faults by chance, drawn anew for each connection or call. */
export interface Faults {
  /** Probability that a connection is refused. */
  refuse?: number;
  /** Probability that a connection is never answered. */
  blackhole?: number;
  /** Probability that a connection meets no route. */
  unreachable?: number;
  /** Probability that a connection is reset, after up to `resetWithin` bytes. */
  reset?: number;
  /** Default: 65536. */
  resetWithin?: number;
  /** Probability that `bind` finds its address in use. */
  inUse?: number;
  /** Probability that the network takes less than it has room for, and the rest of a write later. */
  partial?: number;
  /** The longest time for which a FIN is held back: until then it is not accepted. */
  finDelay?: number;
}

export interface SimulationOptions {
  /** Equal seeds give equal runs. Default: 1. */
  seed?: number;
  /** One way; two numbers are the least and the most, drawn for each packet, whose order is kept. Default: 1. */
  latency?: number | readonly [least: number, most: number];
  /** Bytes arrive in pieces of 1 to this many. Default: 1460. */
  chunk?: number;
  /** Bytes that the sender's side takes before they are acknowledged. Default: 65536. */
  sendBuffer?: number;
  /** Bytes that the receiver's side takes before they are read. Default: 65536. */
  receiveWindow?: number;
  /** How long `bind` and `listen` take; 0: done at once. Default: 0. */
  setup?: number;
  /** When a connection that nobody answers fails with a timeout. Default: 127000, as Linux does. */
  connectTimeout?: number;
  /** Sockets that one process may have open. Default: 65536. */
  sockets?: number;
  /** Ports that are given out, first and last. Default: 49152 to 65535 (RFC 6335). */
  ports?: readonly [first: number, last: number];
  /** The hosts and their addresses; each has 127.0.0.0/8 and ::1 besides. Default: one, `localhost`. */
  hosts?: Readonly<Record<string, readonly string[]>>;
  faults?: Faults;
}

export type Settled = Required<Omit<SimulationOptions, 'faults' | 'latency'>> & {
  latency: readonly [number, number];
  faults: Required<Faults>;
};

/** The options with every default filled in. */
export function settle(options: SimulationOptions): Settled {
  const { latency = 1, faults = {} } = options;
  return {
    seed: 1,
    chunk: 1460,
    sendBuffer: 65536,
    receiveWindow: 65536,
    setup: 0,
    connectTimeout: 127_000,
    sockets: 65536,
    ports: [49152, 65535],
    hosts: { localhost: [] },
    ...options,
    latency: typeof latency === 'number' ? [latency, latency] : latency,
    faults: {
      refuse: 0,
      blackhole: 0,
      unreachable: 0,
      reset: 0,
      resetWithin: 65536,
      inUse: 0,
      partial: 0,
      finDelay: 0,
      ...faults,
    },
  };
}
