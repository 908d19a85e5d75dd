// Numbers for the random operations of these tests: xorshift32 (G. Marsaglia, "Xorshift RNGs", 2003).

let state: u32 = 0x2545f491;

/** A number from 0 up to, and without, `limit`. */
export function below(limit: u32): u32 {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state % limit;
}
