// Looking at the engine at work: each transition of each socket's state machine, and each event, with its time.
// Costs nothing until somebody looks.

import { EVENT_STATE, STATE_FREE } from '../../assembly/abi.ts';
import type { Engine, Owner } from '../binding/engine.ts';
import { eventText, stateName } from '../names.ts';

/** `time` is milliseconds of the provider's clock; `socket` a Socket or Server, undefined if it was refused. */
export type TransitionListener = (socket: Owner | undefined, from: string, to: string, time: number) => void;

export interface Trace {
  /** Calls `listener` with every transition from now on; the result stops it. */
  onTransition(listener: TransitionListener): () => void;
  /** Engine handles in use: sockets, servers, and what is still being released. */
  live(): number;
  /** Writes a line for every transition and event: `12.345 h16384 CONNECTING => ESTABLISHED`. */
  print(write: (line: string) => void): void;
}

interface Transition {
  from: number;
  to: number;
  time: number;
}

export function createTrace(engine: Engine): Trace {
  const listeners = new Set<TransitionListener>();
  const owners = new Map<number, Owner>();
  /** Transitions of handles whose owner is not known yet: an accepted one has its Socket an event later. */
  const early = new Map<number, Transition[]>();
  let write: ((line: string) => void) | undefined;

  const tell = (owner: Owner | undefined, { from, to, time }: Transition): void => {
    for (const listener of listeners) {
      try {
        listener(owner, stateName(from), stateName(to), time);
      } catch (error) {
        // Whoever watches must not cost the program an event: it is thrown where nothing of ours is under way.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  const settle = (handle: number, owner: Owner | undefined): void => {
    if (owner) owners.set(handle, owner);
    const waiting = early.get(handle);
    early.delete(handle);
    for (const transition of waiting ?? []) tell(owner, transition);
  };

  const observe = (time: number, handle: number, kind: number, a: number, b: number, owner?: Owner): void => {
    write?.(`${time.toFixed(3)} h${handle} ${eventText(kind, a, b)}`);
    if (owner) settle(handle, owner);
    if (kind !== EVENT_STATE) return;
    const transition = { from: a, to: b, time };
    const known = owners.get(handle);
    if (known || b === STATE_FREE) {
      if (!known) settle(handle, undefined);
      tell(known, transition);
    } else {
      early.set(handle, [...(early.get(handle) ?? []), transition]);
    }
    if (b === STATE_FREE) owners.delete(handle);
  };

  const update = () => engine.trace(write || listeners.size > 0 ? observe : undefined);

  return {
    onTransition(listener) {
      listeners.add(listener);
      update();
      return () => {
        listeners.delete(listener);
        update();
      };
    },
    live: () => engine.live(),
    print(output) {
      write = output;
      update();
    },
  };
}
