// One line of JSON on standard output; what the test reads of a guest.
import { getStdout } from 'wasi:cli/stdout@0.2.12';

export function print(what: object): void {
  const text = JSON.stringify(what);
  getStdout().blockingWriteAndFlush(Uint8Array.from(`${text}\n`, letter => letter.charCodeAt(0)));
}
