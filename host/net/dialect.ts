// What Nodes do differently. A runtime that is a Node says which of these hold for it, so that no program can tell
// its net from ours; other runtimes speak as the newest Node does. How values look in messages: shown.ts.

export interface Dialect {
  /** A host that is no text, or has a null byte, is refused before anything else. */
  readonly checksHost: boolean;
  /** Of a name to listen on every address is asked for, and the first that is not link-local taken. */
  readonly listensOnBest: boolean;
  /** `maxConnections` of 0 drops every connection; else it is no limit. */
  readonly dropsAtZero: boolean;
  /** A write under way when its socket is destroyed fails with ECANCELED; else its callback gets null. */
  readonly cancelsWrites: boolean;
  /** `end` of a socket that has never been connected finishes at once; else it waits for a connection. */
  readonly finishesUnconnected: boolean;
  /** Text whose encoding is said to be 'buffer' is refused by the stream; else by a connection. */
  readonly refusesTextAsBuffer: boolean;
  /** The channel of clients is told of each `socket.connect`; else of each `net.connect` alone. */
  readonly tellsOfSocketConnect: boolean;
}

/** Node 26. */
export const NEWEST: Dialect = {
  checksHost: true,
  listensOnBest: true,
  dropsAtZero: true,
  cancelsWrites: true,
  finishesUnconnected: true,
  refusesTextAsBuffer: true,
  tellsOfSocketConnect: true,
};
