// wasi:clocks 0.2.0 as the canonical ABI spells it. The only clock that the engine reads.
// wit: wasi:clocks/monotonic-clock
// @ts-nocheck TypeScript knows no decorators on functions; asc checks this file.

@external("wasi:clocks/monotonic-clock@0.2.0", "now")
export declare function now(): u64;

@external("wasi:clocks/monotonic-clock@0.2.0", "subscribe-instant")
export declare function subscribeInstant(nanoseconds: u64): i32;
