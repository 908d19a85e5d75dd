// What the guest and its peers agree on.

/** Ports of the peers, by what they do to whoever connects. */
export interface Peers {
  readonly echo: number;
  /** Sends back the first ANSWER_BYTES and ends its direction. */
  readonly answerer: number;
  /** Accepts and never reads. */
  readonly silent: number;
  /** Does not read before somebody connects to `starter`. */
  readonly sluggish: number;
  readonly starter: number;
  /** Says something and stays. */
  readonly talker: number;
  /** Says something and ends its direction. */
  readonly ender: number;
  /** Resets the connection at the first byte. */
  readonly resetter: number;
  /** Does not answer a connection before somebody connects to `waker`. */
  readonly asleep: number;
  readonly waker: number;
  /** Never answers a connection. */
  readonly deaf: number;
  /** Nobody listens there. */
  readonly nobody: number;
}

/** Bytes that the answerer gives back. */
export const ANSWER_BYTES = 200_000;
