// Standard output of a guest without console.

import { Buffer } from 'node:buffer';
import { getStdout } from 'wasi:cli/stdout@0.2.12';

export function print(line: string): void {
  getStdout().blockingWriteAndFlush(Buffer.from(`${line}\n`));
}
