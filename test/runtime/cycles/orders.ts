// What the test and its peer say to each other, a line of JSON each: the peer begins with its ports, then every
// order is answered when it is done.

/** Where the peer listens, and what it does there with a connection. */
export interface Ports {
  /** Waits for the end, and answers it by RST. */
  silent: number;
  /** Sends back what comes, and ends after the other side. */
  echoing: number;
  /** Sends back the first bytes, and ends. */
  ending: number;
  /** Resets when something comes. */
  resetting: number;
  /** Sends `POURED` bytes at once. */
  pouring: number;
  /** Nobody listens there, nor ever will: connections are refused. */
  nobody: number;
}

/** Who ends a connection that the peer has made. */
export type Ending = 'server' | 'client' | 'reset';

/** Make so many connections to that port. */
export interface Order {
  port: number;
  count: number;
  ending: Ending;
}

export const POURED = 262_144;

/** How many connections are under way at once, whoever makes them. */
export const AT_ONCE = 50;
