// One message being hashed: its bytes are gathered into blocks, the component beside the program compresses them
// (wit/hashes.wit), and the end is padded. FIPS 180-4 5.1, RFC 1321 3.1

import { compress } from 'wasi-net:hashes/hashes@0.1.0';

type Bytes = Uint8Array;

/** As much as one call may carry, with room for the state. */
const AT_ONCE = 131_072;

export interface Family {
  /** Its number in the contract. */
  readonly id: number;
  readonly blockBytes: number;
  /** Bytes of one word of the state. */
  readonly wordBytes: 4 | 8;
  readonly bigEndian: boolean;
}

export class Hashing {
  readonly #family: Family;
  readonly #digestBytes: number;
  #state: Bytes;
  /** The start of a block that is not whole. */
  readonly #held: Bytes;
  #heldBytes = 0;
  #length = 0;

  constructor(family: Family, digestBytes: number, state: Bytes) {
    this.#family = family;
    this.#digestBytes = digestBytes;
    this.#state = state;
    this.#held = new Uint8Array(family.blockBytes);
  }

  update(bytes: Bytes): this {
    this.#length += bytes.length;
    const { blockBytes } = this.#family;
    let at = 0;
    if (this.#heldBytes > 0) {
      at = Math.min(blockBytes - this.#heldBytes, bytes.length);
      this.#held.set(partOf(bytes, 0, at), this.#heldBytes);
      this.#heldBytes += at;
      if (this.#heldBytes < blockBytes) return this;
      this.#compress(this.#held);
    }
    const end = bytes.length - ((bytes.length - at) % blockBytes);
    for (; at < end; at += AT_ONCE) this.#compress(partOf(bytes, at, Math.min(at + AT_ONCE, end)));
    this.#held.set(partOf(bytes, end, bytes.length));
    this.#heldBytes = bytes.length - end;
    return this;
  }

  digest(): Bytes {
    const { blockBytes, wordBytes, bigEndian } = this.#family;
    const used = this.#heldBytes;
    // A bit, and the length in two words of the hash.
    const fits = used + 1 + 2 * wordBytes <= blockBytes;
    const last = new Uint8Array(fits ? blockBytes : 2 * blockBytes);
    last.set(this.#held.subarray(0, used));
    last[used] = 0x80;
    const view = new DataView(last.buffer);
    view.setBigUint64(last.length - 8, BigInt(this.#length) * 8n, !bigEndian);
    this.#compress(last);
    return this.state().slice(0, this.#digestBytes);
  }

  /** The words of the state as a digest has them. */
  state(): Bytes {
    const { wordBytes, bigEndian } = this.#family;
    const state = this.#state.slice();
    if (bigEndian)
      for (let i = 0; i < state.length; i += wordBytes) state.subarray(i, i + wordBytes).reverse();
    return state;
  }

  /** Of whole blocks: what to go on from. */
  get chained(): Bytes {
    return this.#state;
  }

  clone(): Hashing {
    const copy = new Hashing(this.#family, this.#digestBytes, this.#state);
    copy.#held.set(this.#held);
    copy.#heldBytes = this.#heldBytes;
    copy.#length = this.#length;
    return copy;
  }

  #compress(blocks: Bytes): void {
    this.#heldBytes = 0;
    this.#state = compress(this.#family.id, this.#state, blocks);
  }
}

/** A plain view, whatever class the bytes are of. */
function partOf(bytes: Bytes, from: number, to: number): Bytes {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
}
