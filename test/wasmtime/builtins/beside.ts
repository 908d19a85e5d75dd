// Asks Node's module and the guests' the same, and compares what comes of it: values as they are shown, errors by
// class, code and message.

import { inspect } from 'node:util';
import * as assert from 'uvu/assert';
import { Xorshift } from '../../support/xorshift.ts';

// biome-ignore lint/suspicious/noExplicitAny: both modules are called with whatever a test thinks of
export type Any = any;

/** Both, called `theirs` and `ours` in messages. */
export function compare(theirs: () => unknown, ours: () => unknown, what: string): void {
  assert.is(withoutDialect(shown(ours)), withoutDialect(shown(theirs)), what);
}

/**
 * Among Nodes, and in an engine of 32 bits, it differs how long a buffer may be, and which names are shown in
 * brackets.
 */
function withoutDialect(text: string): string {
  return text
    .replace(/\b(?:4294967296|9007199254740991|2147483647)\b/, 'the limit')
    .replace(/\[(Symbol\([^)]*\))\]: /g, '$1: ')
    .replace(/\[(byteLength|byteOffset|buffer)\]: /g, '$1: ');
}

/** The same of what two functions of both modules resolve to. */
export async function compareLater(theirs: () => unknown, ours: () => unknown, what: string): Promise<void> {
  assert.is(await settled(ours), await settled(theirs), what);
}

/** What comes of a call as text. */
export function shown(call: () => unknown): string {
  try {
    return `returns ${show(call())}`;
  } catch (error) {
    return `throws ${thrown(error)}`;
  }
}

async function settled(call: () => unknown): Promise<string> {
  try {
    return `resolves ${show(await call())}`;
  } catch (error) {
    return `rejects ${thrown(error)}`;
  }
}

function show(value: unknown): string {
  return inspect(value, { sorted: true, depth: 6, maxArrayLength: 400, maxStringLength: 4000 });
}

function thrown(error: unknown): string {
  const { name, code, message } = error as Error & { code?: string };
  return error instanceof Error || (error as { name?: string })?.name === 'DataCloneError'
    ? `${name} ${code}: ${message}`
    : show(error);
}

export class Random {
  readonly #numbers: Xorshift;

  constructor(seed: number) {
    this.#numbers = new Xorshift(seed);
  }

  below(limit: number): number {
    return this.#numbers.below(limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** Bytes of a kind: any, ASCII, text in UTF-8, text that is broken somewhere. */
  bytes(length: number): Uint8Array {
    const kind = this.below(4);
    if (kind === 0) return Uint8Array.from({ length }, () => this.below(256));
    if (kind === 1) return Uint8Array.from({ length }, () => this.below(128));
    const text = new TextEncoder().encode(this.text(length)).slice(0, length);
    if (kind === 3 && text.length > 0)
      text[this.below(text.length)] = this.pick([0x80, 0xc0, 0xe2, 0xed, 0xf0, 0xff]);
    return text;
  }

  /** Text with characters of one to four bytes, and now and then half a pair. */
  text(length: number): string {
    const kinds = [
      'a',
      'Z',
      '0',
      ' ',
      '\n',
      'é',
      'ß',
      '€',
      '漢',
      '😀',
      '\ud800',
      '\udc00',
      '\0',
      '=',
      '-',
      '_',
      '+',
      '/',
    ];
    return Array.from({ length }, () => this.pick(kinds)).join('');
  }
}
