// Bytes and text of many kinds, the same in every run.

import { Xorshift } from '../../support/xorshift.ts';

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
