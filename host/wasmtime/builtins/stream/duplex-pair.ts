// stream.duplexPair: what is written to the one is read from the other. node: lib/internal/streams/duplexpair.js

import Stream from 'readable-stream/lib/stream.js';

type Callback = (error?: Error | null) => void;
interface DuplexStream {
  push(chunk: unknown): boolean;
  on(name: string, listener: () => void): this;
}

const Duplex = Stream.Duplex as unknown as new (options: object) => DuplexStream;

class Side extends Duplex {
  other: Side | undefined = undefined;
  #waiting: Callback | undefined = undefined;

  _read(): void {
    const callback = this.#waiting;
    this.#waiting = undefined;
    callback?.();
  }

  _write(chunk: Uint8Array, _encoding: unknown, callback: Callback): void {
    const other = this.other as Side;
    if (chunk.length === 0) globalThis.process.nextTick(callback);
    else {
      other.push(chunk);
      other.#waiting = callback;
    }
  }

  _final(callback: Callback): void {
    this.other?.on('end', callback as () => void);
    this.other?.push(null);
  }
}

export function duplexPair(options: object = {}): [Side, Side] {
  const [one, other] = [new Side(options), new Side(options)];
  one.other = other;
  other.other = one;
  return [one, other];
}
