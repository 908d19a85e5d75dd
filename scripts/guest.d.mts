import type { Plugin } from 'esbuild';

export function buildGuestParts(outdir: string): Promise<void>;
export function builtins(): Promise<Plugin>;
