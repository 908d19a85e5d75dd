// What a program is told, once, that was started without the network: its errors say EACCES and no more.

import { process } from './process.ts';

/** Those below it a system may keep for itself. */
const FIRST_FREE_PORT = 1024;

let told = false;

export function denied(port = 0): void {
  if (told || (port > 0 && port < FIRST_FREE_PORT)) return;
  told = true;
  process.emitWarning('the network is not open to this program: wasmtime run -S inherit-network opens it');
}
