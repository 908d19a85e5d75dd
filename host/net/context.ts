// What all sockets and servers of one `createNet` share, and what they need of the runtime. A Socket finds it on
// its prototype, so that classes derived from different nets never mix.

import type { TimerRuntime } from '../binding/alarm.ts';
import type { Engine } from '../binding/engine.ts';
import type { Scope } from '../provider/provider.ts';
import type { HintFlags, Lookup } from './arguments.ts';
import type { Channels } from './channels.ts';
import type { FamilyDefaults, InitialFamilyDefaults } from './defaults.ts';
import type { Dialect } from './dialect.ts';
import type { Gatherer } from './gatherer.ts';
import type { Shown } from './shown.ts';

export const kContext: unique symbol = Symbol('wasi-net context');

/** Node's AsyncResource is one. */
export type AsyncScope = Scope;

export interface HostRuntime extends TimerRuntime {
  /** Members of its Socket that take the place of the usual ones. */
  socketMembers?: PropertyDescriptorMap;
  nextTick(callback: (...args: never[]) => void, ...args: unknown[]): void;
  /** Runs `callback` synchronously when the program ends. */
  onExit(callback: () => void): void;
  /** The runtime's `dns.lookup`, asked when it is first needed. */
  lookup: Lookup;
  /** The runtime's `dns.ADDRCONFIG` and the others, where it has them. */
  hints?: HintFlags;
  /** What family selection begins with: Node has options of the command line for it. */
  familyDefaults?: InitialFamilyDefaults;
  /** Which Node it is; the newest unless given. */
  dialect?: Dialect;
  /** How it shows values in the messages of errors. */
  shown?: Shown;
  /** Tells the program of what it should look at, as `process.emitWarning` does. */
  warn?(message: string, type: string): void;
  /** Told that the program may not connect, or not listen on `port`. */
  denied?(port?: number): void;
  /** Keeps the present async context. */
  snapshot(): AsyncScope;
  /** Where the runtime tells of sockets and servers, if it does. */
  channels?: Channels;
  /** Classes of the runtime's net. Its sockets and servers are instances of ours too. */
  classes?: {
    Socket?: unknown;
    Server?: unknown;
    BlockList?: unknown;
    SocketAddress?: unknown;
    BoundSocket?: unknown;
  };
}

export interface NetContext {
  readonly engine: Engine;
  readonly runtime: HostRuntime;
  readonly dialect: Dialect;
  readonly defaults: FamilyDefaults;
  readonly gatherer: Gatherer;
  /** Whether it is a BlockList of this net, or of the runtime. */
  isBlockList(value: unknown): boolean;
}
