// The guest's side of the engine's contract: ask for a wait, drain the events, hand out those of one handle.

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import { events as drain, wait } from 'wasi-net:engine/engine@0.1.0';
import { EVENT_ATTEMPT, EVENT_ERROR, EVENT_WORDS } from '../../../assembly/abi.ts';

export interface Happening {
  readonly kind: number;
  readonly handle: number;
  readonly a: number;
  readonly b: number;
}

const MILLISECOND = 1_000_000;
const PATIENCE = 10_000;
const waiting: Happening[] = [];

/** Waits `timeout` milliseconds at most for anything to happen, then takes what is there. */
export function turn(timeout: number): void {
  wait(Math.ceil(now() + timeout * MILLISECOND));
  const words = drain();
  for (let i = 0; i < words.length; i += EVENT_WORDS) {
    waiting.push({ kind: words[i], handle: words[i + 1], a: words[i + 2], b: words[i + 3] });
  }
}

/** The handle's next event, or undefined when there is none for `timeout` milliseconds. */
export function next(handle: number, timeout = PATIENCE): Happening | undefined {
  const until = now() + timeout * MILLISECOND;
  for (;;) {
    const i = waiting.findIndex(event => event.handle === handle && event.kind !== EVENT_ATTEMPT);
    if (i >= 0) return waiting.splice(i, 1)[0];
    const left = until - now();
    if (left <= 0) return undefined;
    turn(left / MILLISECOND);
  }
}

/** The handle's next event of that kind; those before it are dropped, but a failure is not expected. */
export function until(handle: number, kind: number): Happening {
  for (;;) {
    const event = next(handle);
    if (event === undefined) throw new Error(`no event ${kind} in ${PATIENCE} ms`);
    if (event.kind === kind) return event;
    if (event.kind === EVENT_ERROR) throw new Error(`error ${event.a} in operation ${event.b}`);
  }
}

/** Forgets what is left of a handle that was closed. */
export function forget(handle: number): void {
  for (let i = waiting.length - 1; i >= 0; i--) if (waiting[i].handle === handle) waiting.splice(i, 1);
}
