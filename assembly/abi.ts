// The numbers that the engine and the host share: limits, states, inputs, events, readiness, errors.
// Compiled by asc into the engine and imported by the host, so neither can drift from the other.
// Plain `export const`: it means the same in AssemblyScript and in TypeScript.

/** Sockets that can be open at once, listeners included. A power of two: a handle's low bits are its slot. */
export const MAX_SOCKETS = 16384;
/** Bits of a handle that name the slot; the bits above, up to bit 30, are its generation. */
export const SLOT_BITS = 14;

/** Most bytes that one `commit` or `send` takes: the size of the larger batch block. */
export const BATCH_MAX = 65536;
/** A batch of at most this many bytes takes one of the small blocks. */
export const BATCH_SMALL = 2048;
/** Small batch blocks in the pool. */
export const SMALL_BLOCKS = 8192;
/** Large batch blocks in the pool. */
export const LARGE_BLOCKS = 256;
/** Bytes of the landing zone, and the most that one `recv` returns. */
export const LANDING_BYTES = 65536;
/** Bytes of the arena in which lists that enter the engine are placed. */
export const ARENA_BYTES = 262144;

/** Words (u32) of an address: family (4 or 6), port, a0..a3 (big-endian values; IPv4 in a0), flow info, scope id. */
export const ADDRESS_WORDS = 8;
/** Most addresses that one `connect` takes, and one `resolve` gives: a large batch block holds as many. */
export const MAX_ADDRESSES = 2048;
/** Attempts that one race may keep going beside its newest one, */
export const RACE_ASIDE = 63;
/** and all races together. */
export const MAX_ASIDE = 16383;
/** Words (u32) of an event: kind, handle, a, b. */
export const EVENT_WORDS = 4;
/** Events that the ring holds. */
export const MAX_EVENTS = 4096;

// States of a handle; names follow RFC 9293 3.3.2 where it has them.
/** The slot is not in use. */
export const STATE_FREE = 0;
/** Opened; no WASI socket yet, or one that has not begun anything. */
export const STATE_CLOSED = 1;
/** `start-bind` was accepted, `finish-bind` not yet. */
export const STATE_BINDING = 2;
/** Bound to a local address. */
export const STATE_BOUND = 3;
/** `start-listen` was accepted, `finish-listen` not yet. */
export const STATE_STARTING = 4;
/** Accepts connections. */
export const STATE_LISTEN = 5;
/** At least one address is being tried. */
export const STATE_CONNECTING = 6;
/** Both directions are open. */
export const STATE_ESTABLISHED = 7;
/** We ended; the batch or the FIN has not been accepted yet. */
export const STATE_FIN_WAIT_1 = 8;
/** Our FIN was accepted; the peer may still send. */
export const STATE_FIN_WAIT_2 = 9;
/** The peer ended; we may still send. */
export const STATE_CLOSE_WAIT = 10;
/** Both ended; our batch or FIN has not been accepted yet. */
export const STATE_LAST_ACK = 11;
/** Both ended and everything was accepted: nothing is left but `close`. */
export const STATE_ENDED = 12;
/** Refused, reset or timed out: nothing is left but `close`. */
export const STATE_FAILED = 13;
/** Closed, but its input stream is in the host's hands (`input-dropped`) or its output is still at work. */
export const STATE_RELEASING = 14;
/** A name is being looked up. */
export const STATE_RESOLVING = 15;
/** The name's addresses are there to be asked for: nothing is left but `close`. */
export const STATE_RESOLVED = 16;
export const STATES = 17;

// Inputs of the state machine.
export const INPUT_OPEN = 0;
export const INPUT_ACCEPT = 1;
export const INPUT_BIND = 2;
export const INPUT_BIND_DONE = 3;
export const INPUT_LISTEN = 4;
export const INPUT_LISTEN_DONE = 5;
export const INPUT_CONNECT = 6;
export const INPUT_CONNECTED = 7;
export const INPUT_END = 8;
export const INPUT_FIN_ACCEPTED = 9;
export const INPUT_PEER_END = 10;
export const INPUT_FAIL = 11;
export const INPUT_CLOSE = 12;
export const INPUT_DETAIN = 13;
export const INPUT_RESOLVE = 14;
export const INPUT_ANSWERED = 15;
export const INPUTS = 16;

/** What `transition` returns for an input that is illegal in a state. */
export const ILLEGAL = 255;

// Events, in the order in which they happened. `a` and `b` are zero where not named.
/** An address is being tried. a: its index in the list given to `connect`. */
export const EVENT_ATTEMPT = 1;
/** An address failed. a: its index; b: the error. */
export const EVENT_ATTEMPT_FAILED = 2;
/** An address was given up after the attempt timeout; never in a race. a: its index. */
export const EVENT_ATTEMPT_TIMEOUT = 3;
/** The connection is established. a: the index of the address. */
export const EVENT_CONNECTED = 4;
/** There may be something to receive: bytes, the peer's FIN, or an error. */
export const EVENT_READABLE = 5;
/** Everything handed to `commit`, `send` or `lend` was accepted by the network. */
export const EVENT_SENT = 6;
/** Our FIN was accepted, and every byte before it. */
export const EVENT_FINISHED = 7;
/** The peer's FIN was received, after its last byte. */
export const EVENT_END = 8;
/** Nothing was sent or received for the idle timeout. */
export const EVENT_TIMEOUT = 9;
/** The socket failed. a: the error; b: the operation that met it (OP_…). */
export const EVENT_ERROR = 10;
/** `bind` is done. */
export const EVENT_BOUND = 11;
/** `listen` is done. */
export const EVENT_LISTENING = 12;
/** A listener accepted a connection. a: the new handle. */
export const EVENT_ACCEPTED = 13;
/** A batch block is free again for a socket that met ERROR_POOL_FULL. */
export const EVENT_ROOM = 14;
/** Only while tracing. a: state before; b: state after. */
export const EVENT_STATE = 15;
/** A name was looked up. a: how many addresses there are. */
export const EVENT_RESOLVED = 16;

// Operations named by EVENT_ERROR.
export const OP_BIND = 1;
export const OP_LISTEN = 2;
export const OP_CONNECT = 3;
export const OP_READ = 4;
export const OP_WRITE = 5;
export const OP_SHUTDOWN = 6;
export const OP_ACCEPT = 7;
export const OP_LOOKUP = 8;

// Readiness, told to `notify`.
/** The pollable of the socket itself: connect, bind or listen goes on, or a connection waits; of a lookup its own. */
export const READY_SOCKET = 1;
/** The pollable of the input stream. */
export const READY_INPUT = 2;
/** The pollable of the output stream. */
export const READY_OUTPUT = 4;
/** The network failed the socket outside of any operation (WASI has no word for it). */
export const READY_FAILED = 8;

// Results of commands: zero or more is success, below zero is minus an error.
/** The network took everything. */
export const ACCEPTED = 0;
/** The engine holds it until EVENT_SENT or EVENT_FINISHED. */
export const PENDING = 1;

// Errors. 1 to 21 are `wasi:sockets/network.error-code` plus one, in its order.
export const ERROR_UNKNOWN = 1;
export const ERROR_ACCESS_DENIED = 2;
export const ERROR_NOT_SUPPORTED = 3;
export const ERROR_INVALID_ARGUMENT = 4;
export const ERROR_OUT_OF_MEMORY = 5;
export const ERROR_TIMEOUT = 6;
export const ERROR_CONCURRENCY_CONFLICT = 7;
export const ERROR_NOT_IN_PROGRESS = 8;
export const ERROR_WOULD_BLOCK = 9;
export const ERROR_INVALID_STATE = 10;
export const ERROR_NEW_SOCKET_LIMIT = 11;
export const ERROR_ADDRESS_NOT_BINDABLE = 12;
export const ERROR_ADDRESS_IN_USE = 13;
export const ERROR_REMOTE_UNREACHABLE = 14;
export const ERROR_CONNECTION_REFUSED = 15;
export const ERROR_CONNECTION_RESET = 16;
export const ERROR_CONNECTION_ABORTED = 17;
export const ERROR_DATAGRAM_TOO_LARGE = 18;
export const ERROR_NAME_UNRESOLVABLE = 19;
export const ERROR_TEMPORARY_RESOLVER_FAILURE = 20;
export const ERROR_PERMANENT_RESOLVER_FAILURE = 21;
// The engine's own.
/** The handle was closed, or never given out. */
export const ERROR_STALE_HANDLE = 64;
/** The command is illegal in the handle's state. */
export const ERROR_BAD_STATE = 65;
/** MAX_SOCKETS are open. */
export const ERROR_TABLE_FULL = 66;
/** No batch block is free. After a send EVENT_ROOM follows, unless a smaller one finds a block before; the others can only be given again. */
export const ERROR_POOL_FULL = 67;
/** The earlier send is not accepted yet: EVENT_SENT follows. */
export const ERROR_SEND_PENDING = 68;
/** The event ring is full: drain it first. */
export const ERROR_EVENTS_FULL = 69;
/** The output was closed by the network. */
export const ERROR_BROKEN_PIPE = 70;
/** The input stream was handed out already, or was never there. */
export const ERROR_NO_INPUT = 71;
