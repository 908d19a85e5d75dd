// Addresses as the program wrote them. The engine knows an address by its numbers, and one has many spellings; the
// zone of another may be a name that only the system can number. What a provider is given, and what its errors
// show, is the program's own text.

import { encodeAddress, formatAddress } from '../address.ts';
import type { Endpoint } from '../provider/provider.ts';

/** Zones that are named count from here: no system numbers its interfaces so. */
const FIRST_NAMED = 0x8000_0000;

export class WrittenAddresses {
  /** By handle: what was written, by the spelling that its numbers give. */
  readonly #written = new Map<number, Map<string, string>>();

  /** Writes the words of the handle's address number `index` to `out[at]`; false when it is no address. */
  encode(handle: number, endpoint: Endpoint, index: number, out: Uint32Array, at: number): boolean {
    const { address, port, family } = endpoint;
    if (!encodeAddress(address, port, out, at, () => FIRST_NAMED + index)) return false;
    if (family === 4) return true;
    const spelled = formatAddress(out, at).address;
    if (spelled === address) return true;
    const known = this.#written.get(handle);
    if (known) known.set(spelled, address);
    else this.#written.set(handle, new Map([[spelled, address]]));
    return true;
  }

  /** The endpoint as it was written. */
  asWritten(handle: number, endpoint: Endpoint): Endpoint {
    const address = this.#written.get(handle)?.get(endpoint.address);
    return address === undefined ? endpoint : { ...endpoint, address };
  }

  forget(handle: number): void {
    if (this.#written.size > 0) this.#written.delete(handle);
  }
}
