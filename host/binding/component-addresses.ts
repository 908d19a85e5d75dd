// Addresses between the host, which has them as text, and a component, which has them in words.

import { ADDRESS_WORDS } from '../../assembly/abi.ts';
import { encodeAddress, formatAddress } from '../address.ts';
import type { Endpoint } from '../provider/provider.ts';

/** All of them, one after the other; undefined when one is no address. */
export function addressWords(endpoints: readonly Endpoint[]): Uint32Array | undefined {
  const words = new Uint32Array(endpoints.length * ADDRESS_WORDS);
  const placed = endpoints.every(({ address, port }, i) =>
    encodeAddress(address, port, words, i * ADDRESS_WORDS),
  );
  return placed ? words : undefined;
}

/** The address in these words, if there are any. */
export function endpointOf(words: ArrayLike<number>): Endpoint | undefined {
  if (words.length === 0) return undefined;
  const { address, port } = formatAddress(Uint32Array.from(words));
  return { family: words[0] as 4 | 6, address, port };
}

/** Whether it is `::`, in any spelling. */
export function isAnyIPv6(words: Uint32Array): boolean {
  return words[0] === 6 && isAny(words, 0);
}

/** Systems take the address of no interface for the loopback when they connect, and WASI does not. */
export function anyToLoopback(words: Uint32Array): void {
  for (let at = 0; at < words.length; at += ADDRESS_WORDS) {
    if (!isAny(words, at)) continue;
    if (words[at] === 4) words[at + 2] = 0x7f000001;
    else words[at + 5] = 1;
  }
}

function isAny(words: Uint32Array, at: number): boolean {
  return words.subarray(at + 2, at + 6).every(word => word === 0);
}

/**
 * WASI's IPv6 sockets reach no IPv4 address, in whatever form: those in the form of IPv6 become what they stand for.
 * True when there were any.
 */
export function unmap(words: Uint32Array): boolean {
  let found = false;
  for (let at = 0; at < words.length; at += ADDRESS_WORDS) {
    if (words[at] !== 6 || words[at + 2] !== 0 || words[at + 3] !== 0 || words[at + 4] !== 0xffff) continue;
    found = true;
    words.set([4, words[at + 1], words[at + 5], 0, 0, 0, 0, 0], at);
  }
  return found;
}

/** An IPv4 address as a socket for both families shows it. RFC 4291 2.5.5.2 */
export function asIPv6({ address, port }: Endpoint): Endpoint {
  return { family: 6, address: `::ffff:${address}`, port };
}
