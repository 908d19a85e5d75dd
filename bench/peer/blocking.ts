// A peer of one connection without an event loop: the connection is the process's standard input (in a child,
// a descriptor below 3 is blocking), read and written by plain file calls. It answers sooner than a peer on
// node:net, by up to half, so that what is measured is the client.

import { readSync, writeSync } from 'node:fs';
import { startWork, tellWork } from './work.ts';

const CONNECTION = 0;
const MIB = 1048576;
const READY = Buffer.from('!');

/** Serves the connection until it ends, as `PeerKind` says. */
export function runBlocking(kind: 'source' | 'sink' | 'echo', mebibytes: number): void {
  writeSync(CONNECTION, READY);
  try {
    if (kind === 'source') source(mebibytes);
    else if (kind === 'sink') sink(mebibytes * MIB);
    else echo();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNRESET' && code !== 'EPIPE') throw error; // the client is done with it
  }
  tellWork();
}

function source(mebibytes: number): void {
  readSync(CONNECTION, Buffer.alloc(1));
  startWork();
  const chunk = Buffer.alloc(MIB, 7);
  for (let i = 0; i < mebibytes; i++) writeFully(chunk, chunk.length);
}

function sink(most: number): void {
  const buffer = Buffer.alloc(MIB);
  let total = readSync(CONNECTION, buffer);
  startWork();
  for (let bytes = total; bytes > 0 && total < most; total += bytes) bytes = readSync(CONNECTION, buffer);
  const answer = Buffer.from(String(total));
  writeFully(answer, answer.length);
}

function echo(): void {
  const buffer = Buffer.alloc(65536);
  let bytes = readSync(CONNECTION, buffer);
  startWork();
  while (bytes > 0) {
    writeFully(buffer, bytes);
    bytes = readSync(CONNECTION, buffer);
  }
}

function writeFully(buffer: Buffer, length: number): void {
  for (let at = 0; at < length; ) at += writeSync(CONNECTION, buffer, at, length - at);
}
