// The compression function of SHA-1. FIPS 180-4 6.1.2

const W: usize = memory.data(80 * 4, 8);

export function compress(state: usize, block: usize): void {
  for (let i: usize = 0; i < 64; i += 4) store<u32>(W + i, bswap<u32>(load<u32>(block + i)));
  for (let i: usize = 64; i < 320; i += 4) {
    const at = W + i;
    const mixed = load<u32>(at - 12) ^ load<u32>(at - 32) ^ load<u32>(at - 56) ^ load<u32>(at - 64);
    store<u32>(at, rotl<u32>(mixed, 1));
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  for (let i: usize = 0; i < 320; i += 4) {
    let mixed: u32;
    if (i < 80) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 160) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 240) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else mixed = (b ^ c ^ d) + 0xca62c1d6;
    const next = rotl<u32>(a, 5) + mixed + e + load<u32>(W + i);
    e = d;
    d = c;
    c = rotl<u32>(b, 30);
    b = a;
    a = next;
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
}
