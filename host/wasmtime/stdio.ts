// process.stdout and process.stderr: as on Linux, where pipes and files are written at once and the program waits for a
// reader that is slow, nothing that was written is lost when the program ends.

import { Writable } from 'node:stream';

/** `wasi:io/streams.output-stream`, as far as it is used. */
export interface OutputStream {
  blockingWriteAndFlush(contents: Uint8Array): void;
}

/** The most that one blocking write may carry. wit: output-stream.blocking-write-and-flush */
const AT_ONCE = 4096;

export function outputOn(open: () => OutputStream, fd: number): Writable {
  let stream: OutputStream | undefined;
  const writable = new Writable({
    decodeStrings: true,
    write(chunk: Uint8Array, _encoding, callback) {
      stream ??= open();
      try {
        for (let at = 0; at < chunk.length; at += AT_ONCE) {
          stream.blockingWriteAndFlush(chunk.slice(at, at + AT_ONCE));
        }
        callback();
      } catch (error) {
        callback(error as Error);
      }
    },
  });
  return Object.assign(writable, { fd, isTTY: false });
}
