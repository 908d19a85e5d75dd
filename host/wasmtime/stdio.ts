// process.stdout and process.stderr. What is written has been written when `write` returns, as Node does it to files: the
// program waits for a reader that is slow, nothing is kept in memory, and nothing is lost at the end.

import { Writable } from 'node:stream';

/** `wasi:io/streams.output-stream`, as far as it is used. */
export interface OutputStream {
  checkWrite(): number;
  write(contents: Uint8Array): void;
  blockingFlush(): void;
  blockingWriteAndFlush(contents: Uint8Array): void;
}

/** The most that one blocking write may carry. wit: output-stream.blocking-write-and-flush */
const AT_ONCE = 4096;
/** As Node's pipes have it. */
const HIGH_WATER_MARK = 65_536;
const EIO = 5;
const EPIPE = 32;

export function outputOn(open: () => OutputStream, fd: number): Writable {
  let stream: OutputStream | undefined;
  const writable = new Writable({
    decodeStrings: true,
    highWaterMark: HIGH_WATER_MARK,
    write(chunk: Uint8Array, _encoding, callback) {
      stream ??= open();
      try {
        writeAll(stream, chunk);
      } catch (error) {
        return callback(writeError(error));
      }
      callback();
    },
  });
  return Object.assign(writable, { fd, _type: 'pipe', _isStdio: true, destroySoon: writable.destroy });
}

/** Writes text where an error of it interests nobody any more. */
export function writeNow(stream: OutputStream, text: string): void {
  try {
    writeAll(stream, new TextEncoder().encode(text));
  } catch {
    // The reader has gone.
  }
}

function writeAll(stream: OutputStream, bytes: Uint8Array): void {
  if (bytes.length <= AT_ONCE) return stream.blockingWriteAndFlush(bytes);
  for (let at = 0; at < bytes.length; ) {
    const permit = stream.checkWrite();
    if (permit > 0) stream.write(bytes.subarray(at, at + permit));
    else stream.blockingFlush();
    at += permit;
  }
  stream.blockingFlush();
}

/** A stream is closed when its reader has gone. */
function writeError(error: unknown): Error {
  const closed = (error as { payload?: { tag?: string } }).payload?.tag === 'closed';
  const [code, errno] = closed ? ['EPIPE', -EPIPE] : ['EIO', -EIO];
  return Object.assign(new Error(`write ${code}`), { errno, code, syscall: 'write' });
}
