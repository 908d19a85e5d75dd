import * as clock from 'wasi:clocks/wall-clock@0.2.12';

export function now(): { seconds: number; nanoseconds: number } {
  const { seconds, nanoseconds } = clock.now();
  return { seconds: Number(seconds), nanoseconds };
}
