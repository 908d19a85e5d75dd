// All programs by name.
import { acknowledging } from './acknowledging.ts';
import type { Program } from './program.ts';
import { leaving } from './leaving.ts';

export const programs: Record<string, Program> = { ...leaving, ...acknowledging };
