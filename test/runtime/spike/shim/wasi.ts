// The rest of the guest's imports, on Node.
import { writeSync } from 'node:fs';
import { monotonicClock } from '@bytecodealliance/preview2-shim/clocks';

export function getArguments(): string[] {
  return process.argv.slice(1);
}

export function getStdout() {
  return { blockingWriteAndFlush: (contents: Uint8Array) => void writeSync(1, contents) };
}

export function now(): number {
  return Number(monotonicClock.now());
}
