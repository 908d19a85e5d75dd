// process.hrtime. node: lib/internal/process/per_thread.js

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import { invalidType, outOfRange } from '../builtins/errors.ts';

const SECOND = 1_000_000_000;

function since(start?: [seconds: number, nanoseconds: number]): [number, number] {
  const time = now();
  let seconds = Math.floor(time / SECOND);
  let nanoseconds = time % SECOND;
  if (start === undefined) return [seconds, nanoseconds];
  if (!Array.isArray(start)) throw invalidType('time', 'Array', start);
  if (start.length !== 2) throw outOfRange('time', '2', start.length);
  seconds -= start[0];
  nanoseconds -= start[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + SECOND] : [seconds, nanoseconds];
}

export const hrtime = Object.assign(since, { bigint: () => BigInt(now()) });
