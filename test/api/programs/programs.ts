// All programs by name.
import { acknowledging } from './acknowledging.ts';
import { denied } from './denied.ts';
import { leaving, serving } from './leaving.ts';
import type { Program } from './program.ts';
import { throwing } from './throwing.ts';

export const programs: Record<string, Program> = {
  ...leaving,
  ...serving,
  ...acknowledging,
  ...throwing,
  ...denied,
};
