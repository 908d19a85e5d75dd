// The program's clocks. Nothing of them is kept while the component is made: what is read then is read at start again.

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import { now as wall } from 'wasi:clocks/wall-clock@0.2.12';

const MILLISECOND = 1_000_000;

let begun = 0;
let origin = 0;

/** The program starts now. */
export function beginTime(): void {
  begun = now();
  origin = 0;
}

/** Milliseconds of the monotonic clock, with fractions. */
export function monotonic(): number {
  return now() / MILLISECOND;
}

/** Milliseconds since the start, with fractions. */
export function sinceStart(): number {
  return (now() - begun) / MILLISECOND;
}

/** When that was, in milliseconds since 1970. */
export function timeOrigin(): number {
  if (origin === 0) {
    const { seconds, nanoseconds } = wall();
    origin = Number(seconds) * 1000 + nanoseconds / MILLISECOND - sinceStart();
  }
  return origin;
}
