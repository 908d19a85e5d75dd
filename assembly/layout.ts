// The engine's memory, fixed: initial equals maximum, so the host's views stay valid for ever and pages
// that nobody touches cost nothing. `test/engine/memory.test.ts` holds the sum against the built module.
//
//   0x0000000 ┌──────────────┐ statics, return areas, wheel heads
//   0x0010000 │ event ring   │ MAX_EVENTS × 16 B
//   0x0030000 │ landing zone │ LANDING_BYTES, where a runtime reads into
//   0x0040000 │ arena        │ ARENA_BYTES, lists that come in
//   0x0080000 │ poll list    │ two pollables a socket, MAX_ASIDE, a timer: id and owner
//   0x0100000 │ socket table │ MAX_SOCKETS × 104 B
//   0x02a0000 │ timers       │ two a socket × 32 B
//   0x03a0000 │ small blocks │ SMALL_BLOCKS × 2 KiB
//   0x13a0000 │ large blocks │ LARGE_BLOCKS × 64 KiB
//   0x23a0000 └──────────────┘ 570 pages

export const RING: usize = 0x10000;
/**
 * When the engine wants a turn, f64 milliseconds: lowered whenever something earlier is put in. A host on the
 * same memory compares it with its own timer, and raises it to infinity when it has armed that timer.
 */
export const WAKE: usize = 0x10008;
export const LANDING: usize = 0x30000;
export const ARENA: usize = 0x40000;
export const POLL_IDS: usize = 0x80000;
export const POLL_OWNERS: usize = 0xb0000;
export const TABLE: usize = 0x100000;
export const RECORD_BYTES: u32 = 104;
export const TIMERS: usize = 0x2a0000;
export const SMALL_POOL: usize = 0x3a0000;
export const LARGE_POOL: usize = 0x13a0000;
export const MEMORY_END: usize = 0x23a0000;
