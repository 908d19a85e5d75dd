// A patterned stream of bytes there and back, checked byte by byte; read from the stream itself or by `recv`.
import * as engine from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { connectTo, expect, patternAt, release } from './socket.ts';
import { next } from './turns.ts';

export interface Plan {
  /** Bytes to send, and to get back. */
  readonly total: number;
  /** Take the input stream and read it; else `recv`. */
  readonly take: boolean;
  /** End our direction after the last byte; else the peer ends first, and we close. */
  readonly end: boolean;
}

// Whole blocks, odd lengths, single bytes: a length that is no multiple of eight ends inside a word.
const LENGTHS = [65536, 1, 65535, 7, 4096, 8, 40_001, 2049];
const READ_MAX = 65536;

/** Runs the plan against a peer that sends back what it gets; returns what was seen. */
export function transfer(port: number, plan: Plan): object {
  const handle = connectTo(port);
  const stream = plan.take ? engine.takeInput(handle) : undefined;
  const result = new Transfer(handle, stream, plan).run();
  release(handle, stream);
  return { ...result, live: engine.live(), blocks: engine.blocks() };
}

class Transfer {
  readonly #handle: number;
  readonly #stream: engine.InputStream | undefined;
  readonly #plan: Plan;
  #chunks = 0;
  #sent = 0;
  #received = 0;
  #sum = 1;
  #finished = false;
  #ended = false;

  constructor(handle: number, stream: engine.InputStream | undefined, plan: Plan) {
    this.#handle = handle;
    this.#stream = stream;
    this.#plan = plan;
  }

  run(): object {
    const { end, total } = this.#plan;
    expect(engine.resume(this.#handle), abi.ACCEPTED, 'resume');
    this.#write();
    while (!this.#ended || (end && !this.#finished)) this.#follow();
    expect(engine.state(this.#handle), end ? abi.STATE_ENDED : abi.STATE_CLOSE_WAIT, 'state');
    expect(engine.bytesSent(this.#handle), total, 'bytes-sent');
    expect(engine.bytesReceived(this.#handle), total, 'bytes-received');
    return { received: this.#received, sum: this.#sum };
  }

  #follow(): void {
    const event = next(this.#handle);
    if (event === undefined) throw new Error(`silence after ${this.#sent} and ${this.#received} bytes`);
    if (event.kind === abi.EVENT_READABLE) this.#read();
    else if (event.kind === abi.EVENT_SENT) this.#write();
    else if (event.kind === abi.EVENT_FINISHED) this.#finished = true;
    else if (event.kind === abi.EVENT_END) this.#ended = true;
    else throw new Error(`event ${event.kind} ${event.a} ${event.b}`);
  }

  #write(): void {
    const { end, total } = this.#plan;
    while (this.#sent < total) {
      const length = Math.min(LENGTHS[this.#chunks++ % LENGTHS.length], total - this.#sent);
      const result = engine.send(this.#handle, words(this.#sent, length), length);
      this.#sent += length;
      if (result === abi.ACCEPTED) continue;
      expect(result, abi.PENDING, 'send');
      expect(engine.send(this.#handle, words(0, 1), 1), -abi.ERROR_SEND_PENDING, 'a second send');
      return;
    }
    if (end) expect(engine.end(this.#handle), abi.PENDING, 'end');
  }

  #read(): void {
    for (;;) {
      let bytes: Uint8Array;
      try {
        bytes = this.#stream ? this.#stream.read(READ_MAX) : engine.recv(this.#handle, READ_MAX);
      } catch (error) {
        if (!isClosed(error)) throw error;
        return engine.inputEnded(this.#handle);
      }
      if (bytes.length === 0) return;
      if (this.#stream) engine.received(this.#handle, bytes.length);
      this.#check(bytes);
    }
  }

  #check(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const expected = patternAt(this.#received);
      if (byte !== expected) throw new Error(`byte ${this.#received} is ${byte}, not ${expected}`);
      this.#sum = (Math.imul(this.#sum, 31) + byte) >>> 0;
      this.#received++;
    }
  }
}

/** What componentize-qjs throws for the stream-error `closed`. */
function isClosed(error: unknown): boolean {
  return (error as { payload?: { tag?: string } }).payload?.tag === 'closed';
}

function words(from: number, length: number): BigUint64Array {
  const bytes = new Uint8Array(Math.ceil(length / 8) * 8);
  for (let i = 0; i < length; i++) bytes[i] = patternAt(from + i);
  return new BigUint64Array(bytes.buffer);
}
