// node:stream/consumers: a whole stream as one value.

import buffer from '../buffer.ts';
import { TextDecoder } from '../util/text-coding.ts';

type Chunks = AsyncIterable<Uint8Array | string>;

const { Buffer: BufferClass } = buffer;
const Buffer = BufferClass as unknown as {
  concat(list: Uint8Array[]): Uint8Array;
  from(text: string): Uint8Array;
};

async function wholeBuffer(stream: Chunks): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

async function arrayBuffer(stream: Chunks): Promise<ArrayBuffer> {
  const bytes = await wholeBuffer(stream);
  return new Uint8Array(bytes).buffer;
}

async function text(stream: Chunks): Promise<string> {
  const decoder = new TextDecoder();
  let whole = '';
  for await (const chunk of stream) {
    whole += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  return whole + decoder.decode();
}

async function json(stream: Chunks): Promise<unknown> {
  return JSON.parse(await text(stream));
}

export default { arrayBuffer, buffer: wholeBuffer, text, json };
