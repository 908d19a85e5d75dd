// The JavaScript engines that a program may be built into.

import type { Modules } from './modules.ts';
import { quickjs } from './quickjs.ts';
import { starlingmonkey } from './starlingmonkey.ts';

export type GuestName = 'quickjs' | 'starlingmonkey';

export interface Guest {
  /** Of what makes the component. */
  version(): Promise<string>;
  /**
   * The modules as a component of the world `guest` in `wit`; what is at their top level has run by then. Minified, the
   * program's functions may have lost their texts.
   *
   * @throws Failure when what makes it is not installed
   */
  component(modules: Modules, wit: string, minify: boolean): Promise<Uint8Array>;
}

export const GUESTS: Readonly<Record<GuestName, Guest>> = { quickjs, starlingmonkey };
