// Flags of a NodeSocket: one number for all of them, for there may be many idle sockets.

export const CONNECTED = 1;
/** The peer's end was read. */
export const ENDED = 2;
/** `shutdown` was called; and our FIN is accepted. */
export const SHUT = 4;
export const FINISHED = 8;
/** node:net has not accepted the last write. */
export const BLOCKED = 16;
/** node:net was told to read. */
export const READING = 32;
/** `drop` sends RST. */
export const RESETS = 64;
/** `drop` comes next; and the runtime's socket is gone. */
export const CLOSING = 128;
export const RELEASED = 256;
/** The connection failed on its way. */
export const LATE = 512;
/** Does not hold the event loop once it is connected: until then it does, on Node whatever one says. */
export const UNREFERENCED = 1024;
