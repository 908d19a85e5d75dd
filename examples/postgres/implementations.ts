// The implementations of net that the example can run on in this process. Everything else here takes any of them as a
// value of type `NetModule`, and learns what a socket went through from a `StateLog`.
import type { Socket } from 'node:net';

export type NetModule = typeof import('node:net');

const imports = {
  'wasi-net': () => import('wasi-net'),
  'node:net': () => import('node:net'),
} satisfies Record<string, () => Promise<object>>;

export type ImplementationName = keyof typeof imports;
export const IMPLEMENTATIONS = Object.keys(imports) as ImplementationName[];

/** Tells which states a socket went through. */
export interface StateLog {
  /**
   * The states of `socket` so far, oldest first. It is asked once when the socket is made, before `connect`,
   * so that a log which must listen can begin to, and again whenever the answer is wanted.
   */
  for(socket: Socket): string[];
}

export interface Implementation {
  name: ImplementationName;
  net: NetModule;
  states: StateLog;
}

/** An implementation is not there, or not built; the message is one line. */
export class LoadError extends Error {}

/** Imports an implementation, or rejects with `LoadError`. */
export async function load(name: ImplementationName): Promise<Implementation> {
  const module: object = await imports[name]().catch(cause => {
    throw new LoadError(`${name} cannot be loaded: ${cause.message}`, { cause });
  });
  const net = (module as { default: NetModule }).default;
  return { name, net, states: name === 'wasi-net' ? await engineStates() : readyStates() };
}

/** A log of the engine's own state machine. */
async function engineStates(): Promise<StateLog> {
  const { onTransition } = await import('wasi-net/trace');
  const seen = new WeakMap<object, string[]>();
  onTransition((socket, from, to) => {
    if (!socket) return;
    const states = seen.get(socket) ?? [from];
    states.push(to);
    seen.set(socket, states);
  });
  // The first state is that of the free slot, and so is the last.
  return { for: socket => (seen.get(socket) ?? []).filter(state => state !== 'FREE') };
}

/** A log for any implementation: `readyState`, read at each public event at which it may have changed. */
export function readyStates(): StateLog {
  const seen = new WeakMap<Socket, string[]>();
  return {
    for(socket) {
      const known = seen.get(socket);
      if (known) return known.slice();
      const states: string[] = [];
      seen.set(socket, states);
      const sample = () => {
        if (states.at(-1) !== socket.readyState) states.push(socket.readyState);
      };
      // Not at the start: before `connect` a socket calls itself open. Not 'error': 'close' follows it, and
      // a listener would make an error that nobody handles look handled.
      for (const event of ['connectionAttempt', 'connect', 'finish', 'end', 'close'])
        socket.on(event, sample);
      return [];
    },
  };
}
